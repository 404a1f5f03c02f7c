package portal

import (
	"slices"
	"strconv"
	"strings"

	"providerportal/internal/fault"
	"providerportal/internal/words"
)

// FieldError is one thing that is wrong, in the visitor's language.
type FieldError struct {
	Field string // name of the form field, empty when it is about the whole form
	Text  string
}

// Form is what a page needs to show a form again exactly as it was typed. Key is
// the prefix of its texts: the label of field "email" in form "register" is the
// text "register.email", its hint "register.email.hint".
type Form struct {
	Key    string
	Values map[string][]string
	Errors []FieldError

	words *words.Words
}

// newForm fills a form from a struct with `form` tags; nil gives an empty form.
func newForm(w *words.Words, key string, input any) Form {
	return Form{Key: key, Values: valuesOf(input), words: w}
}

// Failed reports whether something is wrong with what was typed.
func (f *Form) Failed() bool { return len(f.Errors) > 0 }

// formKinds are the refusals that are told in the form itself.
var formKinds = []fault.Kind{fault.KindInvalid, fault.KindConflict, fault.KindThrottled}

// Fail takes over the texts of a refusal and reports whether err is one that
// belongs in the form: invalid input, too many tries, or a conflict told above
// the form. Any
// other error is for fail.go. The text of a field is the first that exists of
// "<form>.<field>.<key>", "<form>.<key>" and the key itself.
func (f *Form) Fail(w *words.Words, err error) bool {
	f.words = w
	refusal := fault.Of(err)
	if refusal == nil || !slices.Contains(formKinds, refusal.Kind) {
		return false
	}
	for _, field := range refusal.Fields {
		f.Errors = append(f.Errors, FieldError{Field: field.Name, Text: f.errorText(field)})
	}
	if len(refusal.Fields) == 0 {
		f.Errors = append(f.Errors, FieldError{Text: w.T(refusal.Key)})
	}
	return true
}

func (f *Form) errorText(field fault.Field) string {
	own := f.keyOf(field.Name)
	keys := []string{own + "." + field.Key, f.Key + "." + field.Key, field.Key}
	label := field.Name
	if f.words.Has(own) {
		label = f.words.T(own)
	}
	args := append(slices.Clone(field.Args), "Label", label)
	return f.words.First(keys, args...)
}

// Summary is what the list of errors on top of the page shows (UX-4).
func (f *Form) Summary() ErrorSummary {
	if !f.Failed() {
		return ErrorSummary{}
	}
	return ErrorSummary{Title: f.words.T("form.errors"), Errors: f.Errors}
}

// ErrorSummary links every error to its field.
type ErrorSummary struct {
	Title  string
	Errors []FieldError
}

// Anchor is the address of the field on the page, empty for the whole form.
func (e FieldError) Anchor() string {
	if e.Field == "" {
		return ""
	}
	return "#" + fieldID(e.Field)
}

// OptionalNote is the line above a form that has optional fields (UX-5).
func (f *Form) OptionalNote() string { return f.words.T("form.optional.note") }

// keyOf is the beginning of a field's texts: "<form>.<field>", or "form.<field>" for
// a field that forms share.
func (f *Form) keyOf(name string) string {
	if own := f.Key + "." + name; f.words.Has(own) || !f.words.Has("form."+name) {
		return own
	}
	return "form." + name
}

// Field gives one field with its label, hint, value and error. Options chain:
//
//	{{template "field" ((.Field "email").As "email").Fill "username"}}
func (f *Form) Field(name string) Field {
	key := f.keyOf(name)
	field := Field{
		ID: fieldID(name), Name: name, Type: "text", words: f.words, key: key,
		Label: f.words.T(key), ErrorMark: f.words.T("form.error"), Needed: true, Values: f.Values[name],
		parts: f.Values,
	}
	if f.words.Has(key + ".hint") {
		field.Hint = f.words.T(key + ".hint")
	}
	for _, wrong := range f.Errors {
		if wrong.Field == name {
			field.Error = wrong.Text
			break
		}
	}
	return field
}

// Field is one question of a form, ready for the partials in layout/form.html.
type Field struct {
	ID, Name, Type             string
	Label, Hint                string
	Error, ErrorMark           string
	Values                     []string
	Needed                     bool
	OptionalMark               string
	Autocomplete, InputMode    string
	Lines, Limit               int
	LimitText                  string
	LimitLeft, LimitOver       string
	Accepts                    string
	Busy, Cancel, Gone, Broken string // texts for the upload script
	Sent, Checking, Later      string
	Most                       int64  // bytes of a file, for the upload script
	TooLarge                   string // what it says beside a larger one
	Choices                    []Choice
	EmptyChoice                string
	Short                      bool

	words *words.Words
	key   string
	parts map[string][]string
}

// Choice is one option of a select, radios or checkboxes.
type Choice struct {
	Value, Text, Hint string
	ID, HintID        string
	Chosen            bool
}

// Value is the single value of the field.
func (f Field) Value() string {
	if len(f.Values) == 0 {
		return ""
	}
	return f.Values[0]
}

// Checked reports whether a single checkbox is ticked.
func (f Field) Checked() bool { return f.Value() != "" && f.Value() != "false" }

// DescribedBy lists the ids of hint, limit and error for aria-describedby.
func (f Field) DescribedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID+"-hint")
	}
	if f.LimitText != "" {
		ids = append(ids, f.ID+"-limit")
	}
	if f.Error != "" {
		ids = append(ids, f.ID+"-error")
	}
	return strings.Join(ids, " ")
}

// As sets the type of the input: email, tel, url, password, search. It also
// chooses the keyboard; "digits" is a text field with a number keyboard.
func (f Field) As(kind string) Field {
	f.Type = kind
	if kind == "digits" {
		f.Type, f.InputMode, f.Short = "text", "numeric", true
	}
	return f
}

// Fill sets the purpose for the browser's memory, such as "email" (UX-6).
func (f Field) Fill(purpose string) Field { f.Autocomplete = purpose; return f }

// Optional marks the field as not mandatory (UX-5).
func (f Field) Optional() Field {
	f.Needed, f.OptionalMark = false, f.words.T("form.optional")
	return f
}

// Narrow is for short answers such as a postcode.
func (f Field) Narrow() Field { f.Short = true; return f }

// Rows sets the height of a textarea.
func (f Field) Rows(lines int) Field { f.Lines = lines; return f }

// Max shows the limit in characters; the script counts down. The server checks.
func (f Field) Max(limit int) Field {
	f.Limit, f.LimitText = limit, f.words.T("form.max", "Max", limit)
	f.LimitLeft, f.LimitOver = f.words.T("form.max.left"), f.words.T("form.max.over")
	return f
}

// Accept names the file types of an upload, such as ".pdf,.png".
func (f Field) Accept(types string) Field {
	f.Accepts = types
	f.Busy, f.Cancel = f.words.T("form.upload.busy"), f.words.T("form.upload.cancel")
	f.Sent, f.Checking, f.Later = f.words.T("form.upload.progress"), f.words.T("form.upload.checking"), f.words.T("form.upload.unavailable")
	f.Gone, f.Broken = f.words.T("form.upload.cancelled"), f.words.T("form.upload.failed")
	return f
}

// UpTo has the script refuse a file of more bytes before it is sent, in the words
// of the server, which checks again.
func (f Field) UpTo(most int64, text string) Field {
	f.Most, f.TooLarge = most, text
	return f
}

// Options sets the choices and marks those that were chosen.
func (f Field) Options(choices []Choice) Field {
	f.EmptyChoice = f.words.T("form.choose")
	f.Choices = slices.Clone(choices)
	for i := range f.Choices {
		choice := &f.Choices[i]
		choice.ID = f.ID
		if i > 0 {
			choice.ID += "-" + strconv.Itoa(i+1)
		}
		if choice.Hint != "" {
			choice.HintID = choice.ID + "-text"
		}
		choice.Chosen = slices.Contains(f.Values, choice.Value)
	}
	return f
}

// Named sets choices by their values; text and hint come from the catalogue
// under "<form>.<field>.<value>" and "….hint".
func (f Field) Named(values ...string) Field {
	choices := make([]Choice, len(values))
	for i, value := range values {
		key := f.key + "." + value
		choices[i] = Choice{Value: value, Text: f.words.T(key)}
		if f.words.Has(key + ".hint") {
			choices[i].Hint = f.words.T(key + ".hint")
		}
	}
	return f.Options(choices)
}

// DatePart is one of the three numbers of a date.
type DatePart struct {
	ID, Name, Label, Value string
	Year                   bool
}

// DateParts are day, month and year, bound to a DateInput.
func (f Field) DateParts() []DatePart {
	parts := make([]DatePart, 0, 3)
	for _, part := range []string{"day", "month", "year"} {
		name := f.Name + "." + part
		parts = append(parts, DatePart{
			ID: fieldID(name), Name: name, Label: f.words.T("form." + part),
			Value: strings.Join(f.parts[name], ""), Year: part == "year",
		})
	}
	parts[0].ID = f.ID
	return parts
}

// fieldID makes a name usable as an id in CSS and addresses.
func fieldID(name string) string {
	return strings.NewReplacer(".", "-", "[", "-", "]", "").Replace(name)
}
