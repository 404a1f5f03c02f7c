package directory

import (
	"regexp"
	"strings"

	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
)

// Organisation is what a provider says about itself as a legal person, besides its
// place in the trade register, which never changes. ForeignRegister is what a Dutch
// one adds about the register of another country (E4). Version counts the corrections: who saves an older one
// overwrites nothing.
type Organisation struct {
	Name            string
	Street          string
	Postcode        string
	Place           string
	Country         string
	ForeignRegister string
	Website         string
	Version         int
}

// Organisation gives the data of the provider as they are kept now.
func (p *Provider) Organisation() Organisation {
	return Organisation{
		Name: p.Name, Street: p.Street, Postcode: p.Postcode, Place: p.Place, Country: p.Country,
		ForeignRegister: p.ForeignRegister, Website: p.Website, Version: p.Version,
	}
}

var dutchPostcode = regexp.MustCompile(`^[1-9][0-9]{3} [A-Z]{2}$`)

// Normal writes a Dutch postcode as "5801 AB".
func (o Organisation) Normal() Organisation {
	if !o.abroad() {
		plain := strings.ToUpper(strings.ReplaceAll(o.Postcode, " ", ""))
		if len(plain) == len("5801AB") {
			o.Postcode = plain[:4] + " " + plain[4:]
		}
	}
	return o
}

func (o Organisation) abroad() bool {
	country := strings.ToLower(o.Country)
	return country != "" && country != "nederland" && country != "netherlands" && country != "the netherlands"
}

// Problems names what is missing or wrong.
func (o Organisation) Problems() fault.Check {
	var wrong fault.Check
	for _, line := range []struct {
		name, text string
		needed     bool
	}{
		{"name", o.Name, true},
		{"street", o.Street, true},
		{"postcode", o.Postcode, true},
		{"place", o.Place, true},
		{"country", o.Country, true},
		{"foreignRegister", o.ForeignRegister, false},
	} {
		wrong.Unless(line.text != "" || !line.needed, line.name, "error.required")
		CheckLine(&wrong, line.name, line.text)
	}
	for _, line := range [][2]string{{"name", o.Name}, {"street", o.Street}, {"place", o.Place}} {
		wrong.Unless(!bsn.In(line[1]), line[0], "error.bsn")
	}
	wrong.Unless(o.Postcode == "" || o.abroad() || dutchPostcode.MatchString(o.Postcode), "postcode", "organisation.wrong-postcode")
	CheckLine(&wrong, "website", o.Website)
	wrong.Unless(o.Website == "" || isWebAddress(o.Website), "website", "error.url")
	return wrong
}

// CorrectOrganisation keeps the data inside the caller's transaction, which has
// decided that they may change.
func (s *Service) CorrectOrganisation(tx *gorm.DB, actor account.Actor, provider *Provider, wanted Organisation) error {
	now := s.Now().UTC()
	provider.Name, provider.Street, provider.Postcode, provider.Place = wanted.Name, wanted.Street, wanted.Postcode, wanted.Place
	provider.Country, provider.ForeignRegister, provider.Website = wanted.Country, wanted.ForeignRegister, wanted.Website
	provider.Version++
	provider.ChangedBy, provider.ChangedAt = &actor.UserID, &now
	err := tx.Model(provider).Select("Name", "Street", "Postcode", "Place", "Country", "ForeignRegister", "Website",
		"Version", "ChangedBy", "ChangedAt").Updates(provider).Error
	if err != nil {
		return err
	}
	if err := Reindex(tx, provider.ID); err != nil {
		return err
	}
	return audit.Record(tx, actor, "provider.corrected", "provider", provider.ID.String())
}
