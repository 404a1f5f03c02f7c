package enrollment

import (
	"strings"
	"unicode/utf8"

	"providerportal/directory"
	"providerportal/internal/bsn"
)

// languageCodes are the names that people write.
var languageCodes = map[string]string{
	"nederlands": "nl", "engels": "en", "duits": "de", "frans": "fr", "pools": "pl", "arabisch": "ar", "tigrinya": "ti", "turks": "tr",
	"oekraïens": "uk", "farsi": "fa", "somalisch": "so", "koerdisch": "ku", "pasjtoe": "ps", "roemeens": "ro", "bulgaars": "bg",
	"russisch": "ru", "spaans": "es", "portugees": "pt", "italiaans": "it", "grieks": "el", "hongaars": "hu", "chinees": "zh",
}

// lists takes target groups, municipalities and languages. All target groups are
// named in the text "for whom", so that unknown ones are found as words.
func (r *arrivalReader) lists(a *directory.Arrival, record *arrivalRecord) error {
	p := &a.Profile
	p.Audience = r.text("target_groups", strings.Join(record.TargetGroups, ", "), directory.OfferMax)
	for _, name := range record.TargetGroups {
		code, err := r.groupCode(strings.TrimSpace(name))
		if err != nil {
			return err
		}
		if code != "" {
			p.TargetGroups = append(p.TargetGroups, code)
		}
	}
	for _, name := range record.Municipalities {
		found := ""
		for _, m := range r.region.Municipalities {
			if isOne(strings.TrimSpace(name), m.Code, m.Slug, m.Name, m.Name+" (L)") {
				found = m.Code
			}
		}
		if found == "" {
			r.refuse("municipalities", "import.wrong.municipality", "Name", shortened(name))
		}
		p.Municipalities = append(p.Municipalities, found)
	}
	for _, name := range record.Languages {
		code := strings.ToLower(strings.TrimSpace(name))
		if known := languageCodes[code]; known != "" {
			code = known
		}
		if !isOne(code, directory.LanguageCodes...) {
			r.refuse("languages", "import.wrong.language", "Name", shortened(name))
		}
		p.Languages = append(p.Languages, code)
	}
	return nil
}

// groupCode gives the code of a target group by its name; one that the region
// does not have is added when that was asked for, and has no code otherwise.
func (r *arrivalReader) groupCode(name string) (string, error) {
	for _, group := range r.region.TargetGroups {
		if isOne(name, group.Code, group.NameNL, group.NameEN) {
			return group.Code, nil
		}
	}
	if !r.addGroups || name == "" || utf8.RuneCountInString(name) > directory.LineMax || bsn.In(name) {
		return "", nil
	}
	added, err := directory.AddGroups(r.tx, []string{name})
	r.region.TargetGroups = append(r.region.TargetGroups, directory.TargetGroup{Code: added[name], NameNL: name, NameEN: name})
	return added[name], err
}
