package main

import (
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"

	"providerportal/internal/account"
	"providerportal/internal/signon"
)

// SignOnSettings are the identity providers. How many there are is up to the
// operator, so that the settings of each are variables and no flags.
type SignOnSettings struct {
	OIDCProviders []string `name:"oidc-providers" env:"OIDC_PROVIDERS" placeholder:"NAME" help:"Identity providers for single sign-on, with commas between. For each, variables $$OIDC_<NAME>_KIND, _ISSUER, _CLIENT_ID and others say the rest: see docs/operators.md."`
	ActLevel      string   `name:"oidc-act-level" env:"OIDC_ACT_LEVEL" default:"substantial" help:"Level of eHerkenning that submitting and signing ask for: basic, substantial or high."`

	providers []signon.Settings
}

// providerName is what fits in an address and, in capitals with underscores, in
// the name of a variable.
var providerName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,29}$`)

func (s *SignOnSettings) check(found *mistakes) {
	s.providers = nil
	s.ActLevel = orDefault(s.ActLevel, string(account.LevelSubstantial))
	if !slices.Contains(account.Levels, account.Level(s.ActLevel)) {
		found.add("OIDC_ACT_LEVEL", "must be basic, substantial or high, and is %q", s.ActLevel)
	}
	for _, name := range s.OIDCProviders {
		name = strings.TrimSpace(name)
		switch {
		case name == "":
		case !providerName.MatchString(name):
			found.add("OIDC_PROVIDERS", "%q must be at most 30 lower-case letters, digits and hyphens", name)
		case slices.ContainsFunc(s.providers, func(p signon.Settings) bool { return p.Name == name }):
			found.add("OIDC_PROVIDERS", "names %q twice", name)
		default:
			s.providers = append(s.providers, readProvider(found, name))
		}
	}
	s.checkUnknown(found)
}

// providerVariables reads the variables of one identity provider.
type providerVariables struct {
	found  *mistakes
	prefix string
}

func prefixOf(name string) string {
	return "OIDC_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_")) + "_"
}

func (v providerVariables) text(name, whenEmpty string) string {
	return orDefault(strings.TrimSpace(os.Getenv(v.prefix+name)), whenEmpty)
}

func (v providerVariables) required(name string) string {
	value := v.text(name, "")
	v.found.require(v.prefix+name, value)
	return value
}

// list reads values with commas between.
func (v providerVariables) list(name, whenEmpty string) []string {
	var values []string
	for value := range strings.SplitSeq(v.text(name, whenEmpty), ",") {
		if value = strings.TrimSpace(value); value != "" {
			values = append(values, value)
		}
	}
	return values
}

// pairs reads left=right with commas between; fits says whether the right side
// is good.
func (v providerVariables) pairs(name, whenEmpty, example string, fits func(string) bool) map[string]string {
	pairs := map[string]string{}
	for _, pair := range v.list(name, whenEmpty) {
		cut := strings.LastIndexByte(pair, '=')
		if cut < 1 || !fits(pair[cut+1:]) {
			v.found.add(v.prefix+name, "must be like %s, and has %q", example, pair)
			continue
		}
		pairs[pair[:cut]] = pair[cut+1:]
	}
	return pairs
}

func readProvider(found *mistakes, name string) signon.Settings {
	v := providerVariables{found, prefixOf(name)}
	s := signon.Settings{
		Name: name, Kind: signon.Kind(v.required("KIND")), Issuer: v.required("ISSUER"), ClientID: v.required("CLIENT_ID"),
		ACRValues: v.list("ACR_VALUES", ""),
	}
	v.checkIssuer(s)
	v.readCredentials(&s)
	label := name
	switch s.Kind {
	case signon.KindEHerkenning:
		label = "eHerkenning"
		v.readEHerkenning(&s)
	case signon.KindEntra:
		v.readEntra(&s)
	case "":
	default:
		found.add(v.prefix+"KIND", "must be eherkenning or entra, and is %q", string(s.Kind))
	}
	dutch := v.text("LABEL_NL", label)
	s.Label = map[string]string{"nl": dutch, "en": v.text("LABEL_EN", dutch)}
	return s
}

func (v providerVariables) checkIssuer(s signon.Settings) {
	issuer, err := url.Parse(s.Issuer)
	switch {
	case s.Issuer == "":
	case err != nil || issuer.Host == "" || issuer.RawQuery != "" || issuer.Fragment != "" || issuer.User != nil:
		v.found.add(v.prefix+"ISSUER", "must be an address such as https://broker.example.nl, and is %q", s.Issuer)
	case issuer.Scheme != "https" && (issuer.Scheme != "http" || !loopback(issuer.Hostname())):
		v.found.add(v.prefix+"ISSUER", "must begin with https:// unless it is a loopback address, and is %q", s.Issuer)
	case strings.Contains(s.Issuer, signon.TenantMark) && s.Kind != signon.KindEntra:
		v.found.add(v.prefix+"ISSUER", "has %s, which is for kind entra", signon.TenantMark)
	}
}

// readCredentials takes the key with which the portal proves itself, or else the
// secret (AUTH-4).
func (v providerVariables) readCredentials(s *signon.Settings) {
	s.ClientSecret = os.Getenv(v.prefix + "CLIENT_SECRET")
	v.found.secret(v.prefix+"CLIENT_SECRET", &s.ClientSecret)
	path := v.text("KEY_FILE", "")
	switch {
	case path == "" && s.ClientSecret == "":
		v.found.add(v.prefix+"KEY_FILE", "is required, or %sCLIENT_SECRET for a provider that takes no key", v.prefix)
	case path != "" && s.ClientSecret != "":
		v.found.add(v.prefix+"KEY_FILE", "is set, and so is %sCLIENT_SECRET: keep one", v.prefix)
	case path != "":
		key, err := signon.ReadKey(path)
		if err != nil {
			v.found.add(v.prefix+"KEY_FILE", "cannot be used: %v", err)
		}
		s.Key = key
	}
}
