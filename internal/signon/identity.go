package signon

import (
	"regexp"
	"slices"

	"providerportal/internal/account"
)

var (
	kvkNumber    = regexp.MustCompile(`^[0-9]{8}$`)
	branchNumber = regexp.MustCompile(`^[0-9]{12}$`)
)

// identify makes an identity of a checked token, as the kind of provider asks.
func (s *Settings) identify(p *proof) (*Identity, error) {
	identity := &Identity{
		Issuer: p.issuer, Subject: p.subject, Kind: s.Kind, Level: account.LevelLocal,
		Name: p.claims.line(s.Claims.Name), Email: p.claims.text(s.Claims.Email), ACR: p.claims.text("acr"),
	}
	identity.EmailVerified, _ = p.claims["email_verified"].(bool)
	if s.Kind == KindEHerkenning {
		return identity, s.business(identity, p.claims)
	}
	return identity, s.worker(identity, p.claims)
}

// business reads who acts for which business, and how sure eHerkenning is
// (AUTH-1…3). One person may act for several: the KvK number is part of the key.
// A number of another length is no KvK number; one of nine digits could be a BSN
// and is not looked at.
func (s *Settings) business(identity *Identity, c claims) error {
	kvk := c.text(s.Claims.KvK)
	if !kvkNumber.MatchString(kvk) {
		return refuse(ReasonIncomplete, "no KvK number of eight digits in claim "+s.Claims.KvK)
	}
	if s.Claims.KvKType != "" && !c.holds(s.Claims.KvKType, s.KvKTypes) {
		return refuse(ReasonIncomplete, "claim "+s.Claims.KvKType+" does not say that it is a KvK number")
	}
	person := c.text(s.Claims.Person)
	if person == "" {
		return refuse(ReasonIncomplete, "no person in claim "+s.Claims.Person)
	}
	if branch := c.text(s.Claims.Branch); branchNumber.MatchString(branch) {
		identity.Branch = branch
	}
	identity.KvK, identity.Subject = kvk, kvk+"/"+person
	identity.Level = s.Levels[c.text(s.Claims.Level)]
	identity.MFA = identity.Level.Reaches(account.LevelSubstantial)
	if !identity.Level.Reaches(s.MinLevel) {
		return refuse(ReasonLevel, "claim "+s.Claims.Level)
	}
	return nil
}

// worker reads who works for which organisation, and as what (AUTH-5). The
// administrators of a municipality's tenant hand out its app roles, so there
// they can only make consultants of that municipality; the roles of the MGR come
// from its own tenant.
func (s *Settings) worker(identity *Identity, c claims) error {
	identity.Tenant = c.text("tid")
	identity.EmailVerified = identity.EmailVerified || c.affirms("xms_edov") // the tenant owns the domain
	person := c.text("oid")
	if identity.Tenant == "" || person == "" {
		return refuse(ReasonIncomplete, "no tid or no oid")
	}
	municipality, ours := s.Tenants[identity.Tenant]
	if !ours {
		return refuse(ReasonTenant, "")
	}
	identity.Subject, identity.Municipality = identity.Tenant+"/"+person, municipality
	identity.MFA = c.holds("amr", s.FactorValues) || c.holds("acrs", s.FactorACRs) || c.holds("acr", s.FactorACRs)
	if !identity.MFA {
		return refuse(ReasonFactor, "")
	}
	for _, value := range c.list(s.Claims.Roles) {
		role, mapped := s.Roles[value]
		if mapped && (role == account.RoleConsultant) == (municipality != "") && !slices.Contains(identity.Roles, role) {
			identity.Roles = append(identity.Roles, role)
		}
	}
	if len(identity.Roles) == 0 {
		identity.Municipality = ""
	}
	return nil
}
