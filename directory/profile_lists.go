package directory

import (
	"slices"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// productLine is a product of a profile, with the provider's own words.
type productLine struct {
	ProviderID  uuid.UUID
	ProductCode string
	Description string
}

// readLists fills what does not stand in the row of the profile itself.
func (p *Profile) readLists(db *gorm.DB) error {
	for _, list := range p.codeLists() {
		err := db.Table(list.table).Where("provider_id = ?", p.ProviderID).
			Order(list.column).Pluck(list.column, list.codes).Error
		if err != nil {
			return err
		}
	}
	var lines []productLine
	if err := db.Table("profile_products").Where("provider_id = ?", p.ProviderID).Order("product_code").Find(&lines).Error; err != nil {
		return err
	}
	p.Products, p.Descriptions = nil, map[string]string{}
	for _, line := range lines {
		p.Products = append(p.Products, line.ProductCode)
		p.Descriptions[line.ProductCode] = line.Description
	}
	p.tidy()
	return db.Where("provider_id = ?", p.ProviderID).Order("position").Find(&p.Locations).Error
}

type codeList struct {
	table, column string
	codes         *[]string
}

func (p *Profile) codeLists() []codeList {
	return []codeList{
		{"profile_target_groups", "target_group_code", &p.TargetGroups},
		{"profile_municipalities", "municipality_code", &p.Municipalities},
	}
}

// storeLists writes the lists anew.
func (p *Profile) storeLists(tx *gorm.DB) error {
	lists := []string{"profile_products", "profile_locations"}
	for _, list := range p.codeLists() {
		lists = append(lists, list.table)
	}
	for _, table := range lists {
		if err := tx.Exec("DELETE FROM "+table+" WHERE provider_id = ?", p.ProviderID).Error; err != nil {
			return err
		}
	}
	for _, list := range p.codeLists() {
		for _, code := range *list.codes {
			err := tx.Exec("INSERT INTO "+list.table+" (provider_id, "+list.column+") VALUES (?, ?)", p.ProviderID, code).Error
			if err != nil {
				return err
			}
		}
	}
	for _, code := range p.Products {
		line := productLine{p.ProviderID, code, p.Descriptions[code]}
		if err := tx.Table("profile_products").Create(&line).Error; err != nil {
			return err
		}
	}
	for i, location := range p.Locations {
		location.ProviderID, location.Position = p.ProviderID, i+1
		if err := tx.Create(&location).Error; err != nil {
			return err
		}
	}
	return nil
}

// tidy writes the content in one way: lists sorted and without doubles, no words
// for a product that is not offered.
func (p *Profile) tidy() {
	for _, list := range []*[]string{&p.Products, &p.TargetGroups, &p.Municipalities} {
		*list = sorted(*list)
	}
	for _, list := range []*Codes{&p.Forms, &p.Languages, &p.Accessibility} {
		*list = sorted(*list)
	}
	words := map[string]string{}
	for _, code := range p.Products {
		if text := strings.TrimSpace(p.Descriptions[code]); text != "" {
			words[code] = text
		}
	}
	p.Descriptions = words
	p.Locations = append([]Location{}, p.Locations...)
}

// sorted gives the codes in order, each once; never nil, because that reads
// otherwise in JSON.
func sorted(codes []string) []string {
	list := append([]string{}, codes...)
	slices.Sort(list)
	return slices.Compact(list)
}
