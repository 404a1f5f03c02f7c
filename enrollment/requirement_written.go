package enrollment

import (
	"fmt"
	"regexp"
	"slices"
	"unicode/utf8"

	"providerportal/internal/fault"
)

// The longest texts of a requirement, in characters, its oldest evidence in
// months, and the most choices.
const (
	RequirementTitleMax = 120
	ChoiceNameMax       = 200
	AgeMonthsMax        = 120
	ChoicesMax          = 8
)

// tidy leaves out what does not belong to the kind, and gives new choices a code;
// the codes of old ones stay, because answers refer to them.
func (r Requirement) tidy(stored []Choice) Requirement {
	if r.Kind != KindDocument {
		r.MaxAgeMonths, r.NeedsValidUntil, r.EquivalentAccepted = nil, false, false
	}
	if r.Kind != KindChoice {
		r.Choices = []Choice{}
		return r
	}
	taken := map[string]bool{}
	for _, choice := range stored {
		taken[choice.Code] = true
	}
	used, choices := map[string]bool{}, []Choice{}
	for _, choice := range r.Choices {
		if choice.NameNL == "" && choice.NameEN == "" {
			continue
		}
		if !taken[choice.Code] || used[choice.Code] {
			choice.Code = ""
			for n := 1; choice.Code == "" || taken[choice.Code]; n++ {
				choice.Code = fmt.Sprintf("k%d", n)
			}
			taken[choice.Code] = true
		}
		used[choice.Code] = true
		choices = append(choices, choice)
	}
	r.Choices = choices
	return r
}

var requirementCode = regexp.MustCompile(`^[A-Z]{2,4}$`)

// writtenWrong says what is wrong with a requirement of a draft. Texts may still
// be missing: they are needed to publish. own is its code so far.
func (r Requirement) writtenWrong(others []Requirement, own string) fault.Check {
	var wrong fault.Check
	wrong.Unless(requirementCode.MatchString(r.Code), "code", "requirement-sets.code")
	taken := r.Code != own && requirementIn(others, r.Code) != nil
	wrong.Unless(!taken, "code", "requirement-sets.code-taken")
	wrong.Unless(slices.Contains(Kinds, r.Kind), "kind", "error.required")
	for _, text := range []struct {
		field, value string
		most         int
	}{
		{"titleNL", r.TitleNL, RequirementTitleMax}, {"titleEN", r.TitleEN, RequirementTitleMax},
		{"explanationNL", r.ExplanationNL, TextMax}, {"explanationEN", r.ExplanationEN, TextMax},
	} {
		wrong.Unless(utf8.RuneCountInString(text.value) <= text.most, text.field, "error.max", "Max", text.most)
	}
	if r.MaxAgeMonths != nil {
		wrong.Unless(*r.MaxAgeMonths >= 1 && *r.MaxAgeMonths <= AgeMonthsMax, "age", "requirement-sets.age", "Max", AgeMonthsMax)
	}
	wrong.Unless(len(r.Choices) <= ChoicesMax, "choices", "requirement-sets.choices-many", "Max", ChoicesMax)
	for _, choice := range r.Choices {
		if utf8.RuneCountInString(choice.NameNL) > ChoiceNameMax || utf8.RuneCountInString(choice.NameEN) > ChoiceNameMax {
			wrong.Add("choices", "error.max", "Max", ChoiceNameMax)
			break
		}
	}
	return wrong
}

// Gaps names what must still be written before the requirement can be published:
// "title", "explanation", "choices"; every text stands in both languages.
func (r Requirement) Gaps() []string {
	var gaps []string
	if r.TitleNL == "" || r.TitleEN == "" {
		gaps = append(gaps, "title")
	}
	if r.ExplanationNL == "" || r.ExplanationEN == "" {
		gaps = append(gaps, "explanation")
	}
	half := slices.ContainsFunc(r.Choices, func(c Choice) bool { return c.NameNL == "" || c.NameEN == "" })
	if half || (r.Kind == KindChoice && len(r.Choices) < 2) {
		gaps = append(gaps, "choices")
	}
	return gaps
}
