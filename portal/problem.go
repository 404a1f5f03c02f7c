package portal

import "strconv"

// ProblemPage tells why a request could not be answered and what to do next. It
// never shows the text of an error.
type ProblemPage struct {
	Frame
	Status    int
	Reference string // of the line in the log, only when we are at fault
	Detail    string // a text from the catalogue that says more, optional
}

func (p *ProblemPage) template() string { return "errors/problem" }

// newProblem makes the page of an HTTP status in the language of the frame. A
// status without texts of its own is told as 400 or 500.
func newProblem(frame Frame, status int, reference string) *ProblemPage {
	p := &ProblemPage{Frame: frame, Status: status, Reference: reference}
	if !p.Words().Has(p.key("title")) {
		p.Status = map[bool]int{true: 500, false: 400}[status >= 500]
	}
	p.Title = p.T(p.key("title"))
	return p
}

func (p *ProblemPage) key(part string) string {
	return "problem." + strconv.Itoa(p.Status) + "." + part
}

// Text says what happened and what the visitor can do.
func (p *ProblemPage) Text() string { return p.T(p.key("text")) }
