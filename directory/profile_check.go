package directory

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// The longest texts of a profile, in characters, and its longest list.
const (
	MissionMax     = 750
	OfferMax       = 1500
	DescriptionMax = 500
	NoteMax        = 500
	WebsiteMax     = 200
	LocationsMax   = 20
)

// FormCodes are the ways in which help is given, in the order of the form.
var FormCodes = []string{"at-location", "at-home", "online"}

// AccessCodes are what a building can have.
var AccessCodes = []string{"wheelchair", "lift", "toilet", "parking", "transport", "quiet-room", "hearing-loop", "guide-dog"}

// LanguageCodes are the languages a provider can name (ISO 639-1), Dutch and
// English first, then those that are spoken most in the region.
var LanguageCodes = []string{
	"nl", "en", "de", "fr", "pl", "ar", "ti", "tr", "uk", "fa", "so", "ku", "ps", "ro", "bg", "ru", "es", "pt", "it", "el", "hu", "zh",
}

// check names what is wrong with the profile; the mandatory parts count only
// when it becomes public (D1).
func (p *Profile) check(region *Region, public bool) error {
	var wrong fault.Check
	p.checkTexts(&wrong, public)
	p.checkCodes(&wrong, region, public)
	for _, location := range p.Locations {
		location.check(&wrong)
	}
	wrong.Unless(len(p.Locations) <= LocationsMax, "locations", "profile.too-many-locations", "Max", LocationsMax)
	return wrong.Err()
}

func (p *Profile) checkTexts(wrong *fault.Check, public bool) {
	for _, text := range []struct {
		name, value string
		max         int
		mandatory   bool
	}{
		{"mission", p.Mission, MissionMax, true},
		{"offer", p.Offer, OfferMax, true},
		{"audience", p.Audience, OfferMax, false},
		{"accessibilityNote", p.AccessibilityNote, NoteMax, false},
		{"website", p.Website, WebsiteMax, false},
	} {
		wrong.Unless(!public || !text.mandatory || text.value != "", text.name, "error.required")
		checkText(wrong, text.name, text.value, text.max)
	}
	wrong.Unless(p.Website == "" || isWebAddress(p.Website), "website", "error.url")
	for _, code := range p.Products {
		checkText(wrong, "description."+code, p.Descriptions[code], DescriptionMax)
	}
}

// checkText refuses a text that is too long or holds a citizen service number.
func checkText(wrong *fault.Check, name, text string, most int) {
	wrong.Unless(utf8.RuneCountInString(text) <= most, name, "error.max", "Max", most)
	wrong.Unless(!bsn.In(text), name, "error.bsn")
}

// choice is a list of codes from which a provider chooses.
type choice struct {
	name      string
	codes     *[]string
	known     func(string) bool
	mandatory bool
}

func (p *Profile) choices(region *Region) []choice {
	return []choice{
		{"products", &p.Products, func(code string) bool { return region.Product(code).Code != "" }, true},
		{"targetGroups", &p.TargetGroups, func(code string) bool { return region.TargetGroup(code).Code != "" }, true},
		{"municipalities", &p.Municipalities, func(code string) bool { return region.Municipality(code).Code != "" }, true},
		{"forms", (*[]string)(&p.Forms), isOneOf(FormCodes), false},
		{"languages", (*[]string)(&p.Languages), isOneOf(LanguageCodes), false},
		{"accessibility", (*[]string)(&p.Accessibility), isOneOf(AccessCodes), false},
	}
}

// keepKnown drops the codes that do not exist.
func (p *Profile) keepKnown(region *Region) {
	for _, list := range p.choices(region) {
		*list.codes = slices.DeleteFunc(slices.Clone(*list.codes), func(code string) bool { return !list.known(code) })
	}
}

func (p *Profile) checkCodes(wrong *fault.Check, region *Region, public bool) {
	for _, list := range p.choices(region) {
		wrong.Unless(!public || !list.mandatory || len(*list.codes) > 0, list.name, "error.choose-one")
		for _, code := range *list.codes {
			if !list.known(code) {
				wrong.Add(list.name, "error.unknown-choice")
				break
			}
		}
	}
}

func isOneOf(codes []string) func(string) bool {
	return func(code string) bool { return slices.Contains(codes, code) }
}

// checkRetired refuses a target group that is retired, unless it was chosen
// before.
func (p *Profile) checkRetired(region *Region, before *Profile) error {
	var wrong fault.Check
	for _, code := range p.TargetGroups {
		if region.TargetGroup(code).Retired() && !slices.Contains(before.TargetGroups, code) {
			wrong.Add("targetGroups", "error.unknown-choice")
			break
		}
	}
	return wrong.Err()
}

func isWebAddress(address string) bool {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "https" && parsed.Scheme != "http" {
		return false
	}
	_, notNumbers := netip.ParseAddr(parsed.Hostname())
	// A name before the host makes one site look like another.
	return parsed.User == nil && notNumbers != nil && strings.Contains(strings.Trim(parsed.Hostname(), "."), ".")
}

// mayPublish names what the provider still has to arrange before the first
// publication (D2). Later edits publish at once (D3), also while the contract is
// suspended or the intake point waits for its mailbox: who may be found is
// decided elsewhere. Every product must be in a segment of the contract.
func (s *Service) mayPublish(tx *gorm.DB, wanted *Profile, first bool) error {
	var wrong fault.Check
	intake, err := intakeOf(tx, wanted.ProviderID)
	if err != nil {
		return err
	}
	wrong.Unless(!first || intake.Verified(), "publish", "profile.needs-intake")
	segments, err := admittedIn(tx, wanted.ProviderID, workday.On(s.Now()))
	if err != nil {
		return err
	}
	wrong.Unless(!first || len(segments) > 0, "publish", "profile.needs-contract")
	if len(segments) > 0 {
		var outside int64
		err = tx.Model(&Product{}).Where("code IN ? AND segment_code NOT IN ?", wanted.Products, segments).Count(&outside).Error
		wrong.Unless(outside == 0, "products", "profile.product-outside-contract")
	}
	if err != nil {
		return err
	}
	return wrong.Err()
}
