package main

import (
	"os"
	"regexp"
	"slices"
	"strings"

	"providerportal/internal/account"
	"providerportal/internal/signon"
)

// The names and values of eHerkenning, as brokers pass them on by default.
const (
	kvkNumberType = "urn:etoegang:1.9:EntityConcernedID:KvKnr"
	defaultLevels = "urn:etoegang:core:assurance-class:loa2=basic,urn:etoegang:core:assurance-class:loa2plus=basic," +
		"urn:etoegang:core:assurance-class:loa3=substantial,urn:etoegang:core:assurance-class:loa4=high"
)

func (v providerVariables) readEHerkenning(s *signon.Settings) {
	s.Scopes = v.list("SCOPES", "openid")
	v.checkScopes(s.Scopes)
	s.Claims = signon.Claims{
		KvK: v.text("CLAIM_KVK", "urn:etoegang:core:LegalSubjectID"), KvKType: v.text("CLAIM_KVK_TYPE", ""),
		Branch: v.text("CLAIM_BRANCH", "urn:etoegang:1.9:ServiceRestriction:Vestigingsnr"),
		Person: v.text("CLAIM_PERSON", "urn:etoegang:core:ActingSubjectID"), Level: v.text("CLAIM_LEVEL", "acr"),
		Name: v.text("CLAIM_NAME", "name"), Email: v.text("CLAIM_EMAIL", "email"),
	}
	s.KvKTypes = v.list("KVK_TYPES", kvkNumberType)
	s.Levels = map[string]account.Level{}
	for value, level := range v.pairs("LEVELS", defaultLevels, "urn:etoegang:core:assurance-class:loa3=substantial", isLevel) {
		s.Levels[value] = account.Level(level)
	}
	s.MinLevel = account.Level(v.text("MIN_LEVEL", string(account.LevelSubstantial)))
	if !isLevel(string(s.MinLevel)) {
		v.found.add(v.prefix+"MIN_LEVEL", "must be basic, substantial or high, and is %q", string(s.MinLevel))
	}
}

func isLevel(text string) bool { return slices.Contains(account.Levels, account.Level(text)) }

// checkScopes refuses what would bring a BSN (AUTH-3), and a request that is no
// OpenID Connect.
func (v providerVariables) checkScopes(scopes []string) {
	if !slices.Contains(scopes, "openid") {
		v.found.add(v.prefix+"SCOPES", "must have openid")
	}
	if slices.ContainsFunc(scopes, func(scope string) bool { return strings.Contains(strings.ToLower(scope), "bsn") }) {
		v.found.add(v.prefix+"SCOPES", "asks for a BSN, which the portal never does")
	}
}

var (
	tenantID         = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	municipalityCode = regexp.MustCompile(`^GM[0-9]{4}$`)
)

// officeTenant marks the tenant of the MGR itself.
const officeTenant = "mgr"

func (v providerVariables) readEntra(s *signon.Settings) {
	s.Scopes = v.list("SCOPES", "openid,profile,email")
	v.checkScopes(s.Scopes)
	s.Claims = signon.Claims{Name: v.text("CLAIM_NAME", "name"), Email: v.text("CLAIM_EMAIL", "email"), Roles: v.text("CLAIM_ROLES", "roles")}
	s.FactorValues, s.FactorACRs = v.list("MFA_VALUES", "mfa"), v.list("MFA_ACRS", "")
	v.required("TENANTS")
	v.required("ROLES")
	s.Tenants = map[string]string{}
	for tenant, place := range v.pairs("TENANTS", "", "01234567-89ab-cdef-0123-456789abcdef=GM0983, or =mgr", isPlace) {
		if !tenantID.MatchString(tenant) {
			v.found.add(v.prefix+"TENANTS", "%q is not the id of a tenant in lower case", tenant)
		}
		s.Tenants[tenant] = strings.TrimPrefix(place, officeTenant)
	}
	s.Roles = map[string]account.Role{}
	for value, role := range v.pairs("ROLES", "", "Portaal.Toetser=reviewer", isWorkRole) {
		s.Roles[value] = account.Role(role)
	}
}

func isPlace(text string) bool { return text == officeTenant || municipalityCode.MatchString(text) }

func isWorkRole(text string) bool {
	return text == string(account.RoleConsultant) || slices.Contains(account.StaffRoles, account.Role(text))
}

// The variables of an identity provider, by kind.
var (
	anyKindVariables = []string{
		"KIND", "ISSUER", "CLIENT_ID", "CLIENT_SECRET", "CLIENT_SECRET_FILE", "KEY_FILE", "LABEL_NL", "LABEL_EN", "SCOPES",
		"ACR_VALUES", "CLAIM_NAME", "CLAIM_EMAIL",
	}
	kindVariables = map[signon.Kind][]string{
		signon.KindEHerkenning: {"CLAIM_KVK", "CLAIM_KVK_TYPE", "KVK_TYPES", "CLAIM_BRANCH", "CLAIM_PERSON", "CLAIM_LEVEL", "LEVELS", "MIN_LEVEL"},
		signon.KindEntra:       {"CLAIM_ROLES", "TENANTS", "ROLES", "MFA_VALUES", "MFA_ACRS"},
	}
)

// checkUnknown names variables that look like settings of an identity provider
// and are none, so that a typing error in a check of who gets in is seen.
func (s *SignOnSettings) checkUnknown(found *mistakes) {
	known := []string{"OIDC_PROVIDERS", "OIDC_ACT_LEVEL"}
	for _, p := range s.providers {
		kinds := append(slices.Clone(anyKindVariables), kindVariables[p.Kind]...)
		for _, name := range kinds {
			known = append(known, prefixOf(p.Name)+name)
		}
	}
	var unknown []string
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, "OIDC_") && value != "" && !slices.Contains(known, name) {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	for _, name := range unknown {
		found.add(name, "is no setting of an identity provider that OIDC_PROVIDERS names")
	}
}
