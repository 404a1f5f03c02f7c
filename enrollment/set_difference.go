package enrollment

import (
	"slices"
	"strconv"
	"strings"
)

// Difference is what happened to one requirement between two versions. Added and
// Removed stand for the whole; otherwise Fields says what changed.
type Difference struct {
	Code           string
	Requirement    Requirement // as it is in the new version, or was when it was removed
	Added, Removed bool
	Fields         []FieldChange
}

// FieldChange is one part of a requirement, from what to what. Field is "kind",
// "title_nl", "title_en", "explanation_nl", "explanation_en", "age", "valid_until",
// "equivalent" or "choices_nl", "choices_en". Kinds are codes; ages are months;
// yes and no are "true" and "false"; nothing is empty.
type FieldChange struct {
	Field    string
	Old, New string
}

// Differences compares two versions requirement by requirement, in the order of
// the new one, with what was removed at the end.
func Differences(before, after []Requirement) []Difference {
	var all []Difference
	for _, requirement := range after {
		old := requirementIn(before, requirement.Code)
		if old == nil {
			all = append(all, Difference{Code: requirement.Code, Requirement: requirement, Added: true})
			continue
		}
		if fields := changes(*old, requirement); len(fields) > 0 {
			all = append(all, Difference{Code: requirement.Code, Requirement: requirement, Fields: fields})
		}
	}
	for _, requirement := range before {
		if requirementIn(after, requirement.Code) == nil {
			all = append(all, Difference{Code: requirement.Code, Requirement: requirement, Removed: true})
		}
	}
	return all
}

// Reordered reports whether what both versions ask stands in another order.
func Reordered(before, after []Requirement) bool {
	return !slices.Equal(common(before, after), common(after, before))
}

// common gives the codes of the first version that the second has too, in order.
func common(one, other []Requirement) []string {
	var codes []string
	for _, requirement := range one {
		if requirementIn(other, requirement.Code) != nil {
			codes = append(codes, requirement.Code)
		}
	}
	return codes
}

func changes(before, after Requirement) []FieldChange {
	var fields []FieldChange
	old, now := before.facts(), after.facts()
	for i, fact := range now {
		if fact.value != old[i].value {
			fields = append(fields, FieldChange{Field: fact.field, Old: old[i].value, New: fact.value})
		}
	}
	return fields
}

// fact is one part of a requirement.
type fact struct{ field, value string }

func (r Requirement) facts() []fact {
	age := ""
	if r.MaxAgeMonths != nil {
		age = strconv.Itoa(*r.MaxAgeMonths)
	}
	return []fact{
		{"kind", string(r.Kind)},
		{"title_nl", r.TitleNL}, {"title_en", r.TitleEN},
		{"explanation_nl", r.ExplanationNL}, {"explanation_en", r.ExplanationEN},
		{"age", age},
		{"valid_until", strconv.FormatBool(r.NeedsValidUntil)},
		{"equivalent", strconv.FormatBool(r.EquivalentAccepted)},
		{"choices_nl", choiceLines("nl", r.Choices)}, {"choices_en", choiceLines("en", r.Choices)},
	}
}

func choiceLines(lang string, choices []Choice) string {
	var lines []string
	for _, choice := range choices {
		lines = append(lines, choice.Name(lang))
	}
	return strings.Join(lines, "\n")
}

// saysTheSame reports whether both ask the same of the provider, in the same
// words: a declaration counts for the text that was declared.
func (r Requirement) saysTheSame(other Requirement) bool { return len(changes(r, other)) == 0 }
