package portal

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// problemStatuses have their own texts.
var problemStatuses = []int{400, 403, 404, 405, 409, 411, 413, 422, 429, 500, 503}

var _ = func() (none struct{}) {
	for _, status := range problemStatuses {
		sample(fmt.Sprintf("problem-%d", status), func(frame Frame) page {
			return newProblem(visitorFrame(frame), status, "")
		})
	}
	return sample("problem-with-reference", func(frame Frame) page {
		p := newProblem(frame, 500, "7f3a-19c2")
		p.Detail = "Uw bestand is niet bewaard."
		return p
	})
}()

func TestProblemOfUnknownStatusIsTold(t *testing.T) {
	failOnMissingWords(t)
	for status, want := range map[int]int{418: 400, 502: 500, 404: 404} {
		if got := newProblem(Frame{Lang: "nl"}, status, "").Status; got != want {
			t.Errorf("status %d is told as %d, want %d", status, got, want)
		}
	}
}

// brokenPage has a template that fails halfway.
type brokenPage struct{ ProblemPage }

func (p *brokenPage) Text() string { panic("halfway") }

func TestRenderWritesNothingWhenATemplateFails(t *testing.T) {
	r := testRenderer(t)
	var out bytes.Buffer
	err := r.render(&out, &missingPage{})
	if err == nil || !strings.Contains(err.Error(), "public/missing") {
		t.Errorf("err = %v, want one that names the template", err)
	}
	err = r.render(&out, &brokenPage{ProblemPage: *newProblem(Frame{Lang: "nl"}, 404, "")})
	if err == nil {
		t.Error("a failing template gives no error")
	}
	if out.Len() > 0 {
		t.Errorf("half a page was written: %d bytes", out.Len())
	}
}

type missingPage struct{ Frame }

func (p *missingPage) template() string { return "public/missing" }
