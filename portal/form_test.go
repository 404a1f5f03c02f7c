package portal

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"providerportal/internal/fault"
	"providerportal/internal/words"
)

func TestFailedFormTellsEverythingTwiceAndKeepsWhatWasTyped(t *testing.T) {
	failOnMissingWords(t)
	var html bytes.Buffer
	if err := testRenderer(t).render(&html, newPartsPage(sampleFrame("nl"), true)); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(&html)
	if err != nil {
		t.Fatal(err)
	}
	if title := doc.Find("title").Text(); !strings.HasPrefix(title, "Fout: ") {
		t.Errorf("title = %q (UX-4)", title)
	}
	links := doc.Find(".error-summary a")
	if links.Length() != 4 {
		t.Fatalf("the summary has %d links, want 4", links.Length())
	}
	links.Each(func(_ int, link *goquery.Selection) {
		target := doc.Find(link.AttrOr("href", "none"))
		if !slices.Contains([]string{"input", "select", "textarea"}, goquery.NodeName(target)) {
			t.Errorf("%s leads to %q, not to a field (UX-4)", link.AttrOr("href", ""), goquery.NodeName(target))
		}
		beside := target.Closest(".field--invalid").Find(".field__error").Text()
		if beside != "Fout: "+link.Text() {
			t.Errorf("the field says %q, the summary %q (UX-4)", beside, link.Text())
		}
	})
	kvk := doc.Find("#kvk")
	if kvk.AttrOr("aria-invalid", "") != "true" || kvk.AttrOr("aria-describedby", "") != "kvk-hint kvk-error" {
		t.Errorf("kvk is not linked to its error: %q", kvk.AttrOr("aria-describedby", ""))
	}
	if kvk.AttrOr("value", "") != "1234567" || doc.Find("#start").AttrOr("value", "") != "31" || doc.Find("#question").Text() != "Samen werk zoeken dat past." {
		t.Error("what was typed is lost")
	}
	if doc.Find("[name=languages]:checked").Length() != 2 || doc.Find("[name=form]:checked").AttrOr("value", "") != "digital" {
		t.Error("what was chosen is lost")
	}
	if doc.Find("#email").AttrOr("aria-required", "") != "true" || doc.Find("#phone").AttrOr("aria-required", "none") != "none" {
		t.Error("aria-required is wrong (UX-5)")
	}
	if label := doc.Find("label[for=phone]").Text(); label != "Telefoonnummer (niet verplicht)" {
		t.Errorf("label = %q (UX-5)", label)
	}
}

func TestErrorTextIsTheNearest(t *testing.T) {
	w := words.For("nl").With(map[string]string{
		"register.email": "E-mailadres", "register.email.error.required": "Vul uw e-mailadres in", "register.error.required": "Niet leeg laten",
	})
	form := newForm(w, "register", nil)
	if !form.Fail(w, fault.Invalid(fault.At("email", "error.required"), fault.At("name", "error.required"), fault.At("email", "error.max", "Max", "80"))) {
		t.Fatal("the refusal is not taken over")
	}
	want := []FieldError{
		{"email", "Vul uw e-mailadres in"}, {"name", "Niet leeg laten"},
		{"email", "De tekst is te lang. U kunt maximaal 80 tekens gebruiken."},
	}
	if !slices.Equal(form.Errors, want) {
		t.Errorf("errors = %v", form.Errors)
	}
	if form.Field("email").Error != "Vul uw e-mailadres in" {
		t.Error("the field shows another error than its first")
	}
}

// TestTypedTextIsNeverMarkup: what a visitor types stays text.
func TestTypedTextIsNeverMarkup(t *testing.T) {
	p := newPartsPage(sampleFrame("nl"), false).(*partsPage)
	p.Values["organisation"] = []string{`"><script>alert(1)</script>`}
	p.Values["question"] = []string{"\n</textarea><script>alert(2)</script>"}
	var html bytes.Buffer
	if err := testRenderer(t).render(&html, p); err != nil {
		t.Fatal(err)
	}
	doc, _ := goquery.NewDocumentFromReader(&html)
	if doc.Find("body script").Length() > 0 {
		t.Error("typed text became a script")
	}
	if got := doc.Find("#question").Text(); got != "\n</textarea><script>alert(2)</script>" {
		t.Errorf("the text came back as %q", got)
	}
}

func TestPasswordIsNeverShownAgain(t *testing.T) {
	type signIn struct {
		Email    string `form:"email"`
		Password string `form:"password" clean:"raw"`
	}
	values := valuesOf(&signIn{Email: "a@b.nl", Password: "geheim"})
	if len(values["password"]) > 0 || values["email"][0] != "a@b.nl" {
		t.Errorf("values = %v", values)
	}
}
