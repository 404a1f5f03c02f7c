package portal

import (
	"bytes"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

var _ = func() (none struct{}) {
	for address, name := range infoPages {
		sample(name, func(frame Frame) page { return newInfoPage(visitorFrame(frame), address) })
	}
	return none
}()

func TestAccessibilityPageIsHonest(t *testing.T) {
	if text := renderInfo(t, "/toegankelijkheid").Find("main").Text(); !strings.Contains(text, "Status E") {
		t.Error("the page does not give the status (ACC-3)")
	}
}

func TestPrivacyPageNamesTheController(t *testing.T) {
	text := renderInfo(t, "/privacy").Find("main").Text()
	for _, want := range []string{"MGR sociaal domein Limburg-Noord", "functionaris gegevensbescherming", "Autoriteit Persoonsgegevens", "6 weken"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q (AVG-9)", want)
		}
	}
}

func renderInfo(t *testing.T, address string) *goquery.Document {
	t.Helper()
	var html bytes.Buffer
	if err := testRenderer(t).render(&html, newInfoPage(sampleFrame("nl"), address)); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(&html)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
