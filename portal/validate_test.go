package portal

import (
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/gofiber/fiber/v3"

	"providerportal/internal/fault"
	"providerportal/internal/words"
	"providerportal/internal/workday"
)

type trialForm struct {
	Name     string    `form:"name" validate:"required,max=5"`
	Email    string    `form:"email" validate:"omitempty,email"`
	Form     string    `form:"form" validate:"required,oneof=table phone"`
	Agree    bool      `form:"agree" validate:"accepted"`
	Topics   []string  `form:"topics" validate:"required,dive,max=4"`
	Start    DateInput `form:"start" validate:"required,date"`
	Password string    `form:"password" clean:"raw"`
}

func goodTrial() trialForm {
	return trialForm{Name: "Sanne", Form: "table", Agree: true, Topics: []string{"werk"}, Start: DateInput{"13", "4", "2026"}}
}

func TestValidateNamesTheFieldAndTheRule(t *testing.T) {
	failOnMissingWords(t)
	for name, row := range map[string]struct {
		change func(*trialForm)
		field  string
		key    string
	}{
		"empty":          {func(f *trialForm) { f.Name = "" }, "name", "error.required"},
		"six letters":    {func(f *trialForm) { f.Name = "Sannée" }, "name", "error.max"},
		"e-mail":         {func(f *trialForm) { f.Email = "sanne" }, "email", "error.email"},
		"not chosen":     {func(f *trialForm) { f.Form = "" }, "form", "error.required"},
		"unknown choice": {func(f *trialForm) { f.Form = "fax" }, "form", "error.oneof"},
		"not accepted":   {func(f *trialForm) { f.Agree = false }, "agree", "error.accepted"},
		"no topic":       {func(f *trialForm) { f.Topics = nil }, "topics", "error.required"},
		"long topic":     {func(f *trialForm) { f.Topics = []string{"werk", "wonen"} }, "topics", "error.max"},
		"no date":        {func(f *trialForm) { f.Start = DateInput{} }, "start", "error.required"},
		"half a date":    {func(f *trialForm) { f.Start.Year = "" }, "start", "error.date"},
		"31 February":    {func(f *trialForm) { f.Start = DateInput{"31", "2", "2026"} }, "start", "error.date"},
	} {
		t.Run(name, func(t *testing.T) {
			form := goodTrial()
			row.change(&form)
			refusal := fault.Of(validate(&form))
			if refusal == nil || len(refusal.Fields) != 1 || refusal.Fields[0].Name != row.field || refusal.Fields[0].Key != row.key {
				t.Fatalf("refusal = %+v", refusal)
			}
			if key := refusal.Fields[0].Key; !words.For("nl").Has(key) {
				t.Errorf("no text for %s", key)
			}
		})
	}
}

func TestCleanTrimsAndCopies(t *testing.T) {
	memory := []byte("  Sanne\r\nPeeters ")
	plain := []byte("werk")
	form := trialForm{Name: unsafe.String(&memory[0], len(memory)), Topics: []string{unsafe.String(&plain[0], len(plain))}, Start: DateInput{Day: " 1 "}, Password: " geheim "}
	clean(&form)
	copy(memory, strings.Repeat("x", len(memory)))
	copy(plain, "xxxx")
	if form.Name != "Sanne\nPeeters" || form.Topics[0] != "werk" || form.Start.Day != "1" {
		t.Errorf("cleaned = %+v", form)
	}
	if form.Password != " geheim " {
		t.Error("a password was changed")
	}
}

// TestFiberBindsTheNamesOfTheFields: the page, the form struct and the server
// agree on names such as "start.day".
// What cannot be seen is left out, because a name that looks like another, or a
// number that only looks like none, misleads who reads it.
func TestCleanLeavesOutWhatIsUnseen(t *testing.T) {
	for typed, want := range map[string]struct{ text, line string }{
		"Twee\r\nregels\tnaast":         {"Twee\nregels\tnaast", "Twee regels naast"},
		"x@voorbeeld.nl\r\nBcc: y@z.nl": {"x@voorbeeld.nl\nBcc: y@z.nl", "x@voorbeeld.nl Bcc: y@z.nl"},
		"\x1b[31mrood\x07\x7f\u0085":    {"[31mrood", "[31mrood"},
		"cv_\u202efdp.exe":              {"cv_fdp.exe", "cv_fdp.exe"},
		"11\u200b12\ufeff22\u00ad333":   {"111222333", "111222333"},
		"\u200b\u200d\u2060 ":           {"", ""},
		"👩\u200d👧 samen":                {"👩\u200d👧 samen", "👩\u200d👧 samen"},
	} {
		form := struct {
			Text string `form:"text"`
			Line string `form:"line" clean:"line"`
			Raw  string `form:"raw" clean:"raw"`
		}{typed, typed, typed}
		clean(&form)
		if form.Text != want.text || form.Line != want.line || form.Raw != typed {
			t.Errorf("%q became %+q", typed, form)
		}
	}
}

func TestFiberBindsTheNamesOfTheFields(t *testing.T) {
	var got trialForm
	app := fiber.New()
	app.Post("/", func(c fiber.Ctx) error { return c.Bind().Form(&got) })
	request := httptest.NewRequest("POST", "/", strings.NewReader("name=Sanne&form=table&agree=true&topics=werk&topics=wonen&start.day=13&start.month=4&start.year=2026"))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if _, err := app.Test(request, fiber.TestConfig{Timeout: 5 * time.Second}); err != nil {
		t.Fatal(err)
	}
	want := goodTrial()
	want.Topics = []string{"werk", "wonen"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("bound %+v, want %+v", got, want)
	}
}

func TestDateInputThereAndBack(t *testing.T) {
	date := workday.Day(2026, time.April, 3)
	input := dateInputOf(date)
	if input != (DateInput{"3", "4", "2026"}) {
		t.Errorf("input = %+v", input)
	}
	if back, ok := input.Date(); !ok || back != date {
		t.Errorf("back = %v %v", back, ok)
	}
	if _, ok := dateInputOf(workday.Date{}).Date(); ok {
		t.Error("no date became a date")
	}
	if values := valuesOf(&trialForm{Start: input}); values["start.day"][0] != "3" {
		t.Errorf("values = %v", values)
	}
}
