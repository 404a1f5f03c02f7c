package portal

import (
	"strconv"
	"strings"

	"providerportal/enrollment"
)

// DifferencePart tells what changed between two versions of the requirements.
type DifferencePart struct {
	Lead  string
	Show  string // opens what changed, where it is folded
	Lines []DifferenceLine
	None  string // set when nothing changed
	Note  string // the order changed
}

// DifferenceLine is one requirement that came, went or changed.
type DifferenceLine struct {
	Code, Title string
	Tag         Tag
	Text        string // of a requirement that came
	Fields      []DifferenceField
}

// DifferenceField is one part of it, before and after.
type DifferenceField struct {
	Label            string
	OldText, NewText string
	Old, New         string
}

// differencePart shows the differences in the languages: visitors read their own,
// staff both.
func (f *Frame) differencePart(lead string, before, after []enrollment.Requirement, langs ...string) *DifferencePart {
	part := &DifferencePart{Lead: lead, Show: f.T("difference.title")}
	for _, difference := range enrollment.Differences(before, after) {
		if line, shown := f.differenceLine(difference, langs); shown {
			part.Lines = append(part.Lines, line)
		}
	}
	if enrollment.Reordered(before, after) {
		part.Note = f.T("difference.reordered")
	}
	if len(part.Lines) == 0 && part.Note == "" {
		part.None = f.T("difference.none")
	}
	return part
}

func (f *Frame) differenceLine(difference enrollment.Difference, langs []string) (line DifferenceLine, shown bool) {
	line = DifferenceLine{Code: difference.Code, Title: difference.Requirement.Title(f.Lang)}
	switch {
	case difference.Added:
		line.Tag, line.Text = Tag{f.T("difference.added"), LookGood}, difference.Requirement.Explanation(f.Lang)
	case difference.Removed:
		line.Tag = Tag{f.T("difference.removed"), LookOff}
	default:
		line.Tag = Tag{f.T("difference.changed"), LookTodo}
		for _, field := range difference.Fields {
			if name, ours := fieldIn(field.Field, langs); ours {
				line.Fields = append(line.Fields, f.differenceField(name, field, len(langs) > 1))
			}
		}
		return line, len(line.Fields) > 0
	}
	return line, true
}

// fieldIn gives the field without its language, and whether it is in one of those.
func fieldIn(field string, langs []string) (name string, ours bool) {
	for _, lang := range []string{"nl", "en"} {
		if name, found := strings.CutSuffix(field, "_"+lang); found {
			for _, wanted := range langs {
				if wanted == lang {
					return name, true
				}
			}
			return name, false
		}
	}
	return field, true
}

func (f *Frame) differenceField(name string, change enrollment.FieldChange, both bool) DifferenceField {
	label := f.T("difference.field." + name)
	if both && name != change.Field {
		label += " (" + strings.ToUpper(strings.TrimPrefix(change.Field, name+"_")) + ")"
	}
	return DifferenceField{
		Label: label, OldText: f.T("difference.old"), NewText: f.T("difference.new"),
		Old: f.factText(name, change.Old), New: f.factText(name, change.New),
	}
}

// factText says a part of a requirement in words.
func (f *Frame) factText(name, value string) string {
	switch {
	case strings.TrimSpace(value) == "":
		return f.T("difference.nothing")
	case name == "kind":
		return f.T("requirements.kind." + value)
	case name == "age":
		months, _ := strconv.Atoi(value)
		return f.T("difference.months", "Count", months)
	case value == "true":
		return f.T("difference.yes")
	case value == "false":
		return f.T("difference.no")
	}
	return value
}

// requirementsChanged tells the provider what is different since the draft began,
// or nothing (E3).
func (s *Server) requirementsChanged(v *visit, f *Frame, dossier *enrollment.Dossier) (*DifferencePart, error) {
	change, err := ifAny(s.Enrollment.SetChange(v.ctx, dossier))
	if err != nil || change == nil {
		return nil, err
	}
	lead := f.T("requirements.changed", "Version", strconv.Itoa(change.To))
	return f.differencePart(lead, change.Before, dossier.Requirements, f.Lang), nil
}
