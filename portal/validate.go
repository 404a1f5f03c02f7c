package portal

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode"

	"github.com/go-playground/validator/v10"

	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// DateInput is a date as three typed numbers, under the names "x.day",
// "x.month" and "x.year".
type DateInput struct {
	Day   string `form:"day"`
	Month string `form:"month"`
	Year  string `form:"year"`
}

// dateInputOf fills the three fields from a date; the zero Date leaves them empty.
func dateInputOf(date workday.Date) DateInput {
	parts := strings.Split(date.String(), "-")
	if len(parts) != 3 {
		return DateInput{}
	}
	return DateInput{Day: strings.TrimLeft(parts[2], "0"), Month: strings.TrimLeft(parts[1], "0"), Year: parts[0]}
}

// Date gives the typed date; ok is false when it is empty or does not exist.
func (d DateInput) Date() (date workday.Date, ok bool) {
	date, err := workday.Parse(d.iso())
	return date, err == nil
}

// iso is what the validator sees: empty when nothing was typed, YYYY-MM-DD when
// it can be a date, and otherwise a text that is no date.
func (d DateInput) iso() string {
	if d == (DateInput{}) {
		return ""
	}
	return fmt.Sprintf("%s-%02s-%02s", d.Year, d.Month, d.Day)
}

var rules = newRules()

func newRules() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(formName)
	v.RegisterCustomTypeFunc(func(value reflect.Value) any {
		return value.Interface().(DateInput).iso()
	}, DateInput{})
	// "accepted" is "required" with its own error text.
	v.RegisterAlias("accepted", "required")
	err := v.RegisterValidation("date", func(level validator.FieldLevel) bool { return isDate(level.Field().String()) })
	if err != nil {
		panic(err) // only for an empty tag or a nil function
	}
	return v
}

func isDate(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// validate checks a form struct by its `validate` tags and gives fault.Invalid
// with one text key per wrong field: the tag behind "error.".
func validate(form any) error {
	err := rules.Struct(form)
	var wrong validator.ValidationErrors
	if err == nil || !errors.As(err, &wrong) {
		return err
	}
	var check fault.Check
	for _, field := range wrong {
		_, name, _ := strings.Cut(field.Namespace(), ".")
		name, _, _ = strings.Cut(name, "[")
		check.Add(name, "error."+field.Tag(), argsOf(field)...)
	}
	return check.Err()
}

// argsOf hands the limit to the text under the name of the rule: Max, Min, Oneof.
func argsOf(field validator.FieldError) []any {
	if field.Param() == "" {
		return nil
	}
	name := []rune(field.Tag())
	name[0] = unicode.ToUpper(name[0])
	return []any{string(name), field.Param()}
}

// formName is the name by which the visitor's browser sends a field.
func formName(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("form"), ",")
	if name == "-" {
		return ""
	}
	return name
}

// clean trims every text of a form struct, makes line ends plain, leaves out what
// cannot be seen and copies it out of the request's memory, which the server uses
// again after the handler returns. The tag `clean:"raw"` only copies, for
// passwords; `clean:"line"` leaves one line, for names.
func clean(form any) {
	cleanValue(reflect.ValueOf(form).Elem(), "")
}

func cleanValue(value reflect.Value, how string) {
	switch value.Kind() {
	case reflect.String:
		if value.CanSet() {
			value.SetString(cleanAs(value.String(), how))
		}
	case reflect.Slice:
		for i := range value.Len() {
			cleanValue(value.Index(i), how)
		}
	case reflect.Struct:
		for field, part := range value.Fields() {
			cleanValue(part, field.Tag.Get("clean"))
		}
	}
}

func cleanAs(text, how string) string {
	switch how {
	case "raw":
		return strings.Clone(text)
	case "line":
		return strings.Join(strings.Fields(cleanText(text, false)), " ")
	}
	return cleanText(text, false)
}

func cleanText(text string, raw bool) string {
	text = strings.Clone(text)
	if raw {
		return text
	}
	text = strings.TrimSpace(strings.ReplaceAll(storable(text), "\r\n", "\n"))
	if strings.TrimFunc(text, unseen) == "" {
		return ""
	}
	return text
}

// storable leaves out what PostgreSQL cannot keep in a text (bytes that are no
// UTF-8, the zero character) and what only misleads who reads it: control
// characters, spaces without width and marks that turn the direction around.
func storable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(misleading, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

// misleading are the soft hyphen, spaces without width, and the direction marks
// that reach further than a letter. Joiners stay: letters and pictures need them.
var misleading = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x00ad, Hi: 0x00ad, Stride: 1}, {Lo: 0x200b, Hi: 0x200b, Stride: 1}, {Lo: 0x202a, Hi: 0x202e, Stride: 1},
	{Lo: 0x2060, Hi: 0x206f, Stride: 1}, {Lo: 0xfeff, Hi: 0xfeff, Stride: 1}, {Lo: 0xfff9, Hi: 0xfffb, Stride: 1},
}}

// unseen are the characters that show nothing by themselves.
func unseen(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsMark(r) }

// valuesOf gives what a form struct holds under the names of its `form` tags, as
// the fields of the page show it.
func valuesOf(form any) map[string][]string {
	values := map[string][]string{}
	value := reflect.Indirect(reflect.ValueOf(form))
	if value.Kind() == reflect.Struct {
		collect(values, "", value)
	}
	return values
}

func collect(values map[string][]string, prefix string, form reflect.Value) {
	for field, value := range form.Fields() {
		name := formName(field)
		switch {
		case !field.IsExported() || field.Tag.Get("form") == "-":
		case value.Kind() == reflect.Struct && field.Anonymous:
			collect(values, prefix, value)
		case name == "":
		case value.Kind() == reflect.Struct:
			collect(values, prefix+name+".", value)
		case value.Kind() == reflect.Slice:
			for i := range value.Len() {
				values[prefix+name] = append(values[prefix+name], fmt.Sprint(value.Index(i).Interface()))
			}
		case field.Tag.Get("clean") == "raw": // a password is never shown again
		default:
			values[prefix+name] = []string{fmt.Sprint(value.Interface())}
		}
	}
}
