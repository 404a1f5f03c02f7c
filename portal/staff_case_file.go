package portal

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"providerportal/enrollment"
	"providerportal/internal/paper"
	"providerportal/internal/words"
	"providerportal/internal/workday"
)

// CaseFilePage is the kept file of an application (E9).
type CaseFilePage struct {
	Frame
	Content leaves
	PDF     string
	Back    Link
}

func (p *CaseFilePage) template() string { return "staff/case_file" }

func (s *Server) showCaseFile(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	kept, err := s.Enrollment.CaseFile(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	p := &CaseFilePage{Frame: v.frame("file.title", "Reference", kept.Dossier.Application.Reference)}
	p.fill(kept, v.place(), s.Enrollment.Now())
	return v.show(p)
}

func (p *CaseFilePage) fill(kept *enrollment.CaseFile, place string, now time.Time) {
	path := reviewPath(&kept.Dossier.Application)
	p.PDF, p.Back = path+"/dossier/pdf", Link{Text: p.T("check.overview"), URL: withQuery(path, fromParam, place)}
	p.Breadcrumbs = []Link{{Text: p.T("queue.title"), URL: queueURL(place)}, {Text: kept.Dossier.Provider.Name, URL: p.Back.URL}}
	p.Content = caseFileLeaves(p.Words(), kept, now)
}

func (s *Server) caseFilePDF(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	kept, err := s.Enrollment.CaseFile(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	w, reference, now := v.words(), kept.Dossier.Application.Reference, s.Enrollment.Now()
	return v.sendPDF("dossier-"+reference, w.T("file.title", "Reference", reference), now, caseFileLeaves(w, kept, now))
}

// file is an kept file being written, in one language.
type file struct {
	leaves
	*words.Words
	*enrollment.CaseFile
}

// caseFileLeaves writes the kept file from top to bottom.
func caseFileLeaves(w *words.Words, kept *enrollment.CaseFile, now time.Time) leaves {
	f := &file{Words: w, CaseFile: kept}
	f.start(now)
	f.road()
	f.findings()
	f.documents()
	f.terms()
	f.supplements()
	f.decision()
	return f.leaves
}

func (f *file) fact(key, value string) paper.Fact { return paper.Fact{Label: f.T(key), Value: value} }

// who names a person; the empty id is the portal itself.
func (f *file) who(id *uuid.UUID) string {
	if id == nil {
		return f.T("file.portal")
	}
	return f.Names[*id]
}

func (f *file) start(now time.Time) {
	d := f.Dossier
	f.text(f.T("file.lead"))
	f.facts(
		f.fact("review.organisation", d.Provider.Name+", "+d.Provider.Entry.Text(f.Words)),
		f.fact("review.reference", d.Application.Reference),
		f.fact("file.status", f.T("application.status."+string(d.Application.Status))),
		f.fact("file.set", f.T("decision-letter.set.version", "Version", strconv.Itoa(d.Set.Version), "From", workday.On(d.Set.InForceAt))),
		f.fact("file.made", f.Moment(now)),
	)
}

func (f *file) road() {
	f.heading(f.T("file.road"))
	var rows [][]string
	for _, step := range f.Dossier.Events {
		side := f.T("review.by-staff")
		switch step.Status {
		case enrollment.StatusDraft, enrollment.StatusSubmitted, enrollment.StatusWithdrawn:
			side = f.T("review.by-provider")
		}
		rows = append(rows, []string{f.Moment(step.At), f.T("application.status." + string(step.Status)), side + ": " + f.who(step.ActorID)})
	}
	f.table(f.T("file.road"), []string{f.T("file.when"), f.T("file.step"), f.T("file.who")}, rows)
	if done := f.Dossier.Application.ReviewCompletedAt; done != nil {
		f.facts(f.fact("file.review-completed", f.Moment(*done)+", "+f.who(f.Dossier.Application.ReviewedBy)))
	}
}

// findings are the requirements with what was answered, found and why.
func (f *file) findings() {
	f.heading(f.T("file.findings"))
	for i := range f.Dossier.Requirements {
		requirement := &f.Dossier.Requirements[i]
		f.subheading(requirement.Code + " " + requirement.Title(f.Lang))
		facts := f.answer(requirement)
		if check, judged := f.Dossier.Checks[requirement.ID]; judged {
			facts = append(facts, f.fact("check.known", f.T("outcome."+string(check.Outcome))), f.fact("file.reasons", check.Reasons),
				f.fact("file.checked", f.Moment(check.CheckedAt)+", "+f.who(&check.CheckedBy)))
		}
		f.facts(facts...)
	}
}

// answer is what the provider answered to one requirement, as the review desk
// shows it.
func (f *file) answer(requirement *enrollment.Requirement) []paper.Fact {
	var facts []paper.Fact
	list := answerFacts(&Frame{Lang: f.Lang}, f.Dossier, requirement)
	for _, row := range list.Rows {
		if len(row.Values) > 0 {
			facts = append(facts, paper.Fact{Label: row.Key, Value: row.Values[0]})
		}
	}
	return facts
}

// documents are the files with the SHA-256 of their bytes.
func (f *file) documents() {
	var rows [][]string
	add := func(code string, id uuid.UUID, note string) {
		document, there := f.Dossier.Documents[id]
		if !there {
			return
		}
		received := ""
		if document.StoredAt != nil {
			received = f.Moment(*document.StoredAt) + ", " + f.who(&document.UploadedBy)
		}
		rows = append(rows, []string{code + note, document.Name + " (" + fileSize(f.Lang, document.SizeBytes) + ")", received, document.SHA256})
	}
	for _, requirement := range f.Dossier.Requirements {
		if id := f.Dossier.Answers[requirement.ID].DocumentID; id != nil {
			add(requirement.Code, *id, "")
		}
		for _, earlier := range f.Dossier.Earlier(requirement.ID) {
			add(requirement.Code, earlier.ID, " ("+f.T("file.replaced")+")")
		}
	}
	if len(rows) == 0 {
		return
	}
	f.heading(f.T("file.documents"))
	f.table(f.T("file.documents"), []string{f.T("file.requirement"), f.T("file.file"), f.T("file.received"), "SHA-256"}, rows)
}

func (f *file) terms() {
	var rows [][]string
	for _, term := range f.Terms {
		rows = append(rows, []string{
			f.T("report.term." + string(term.Kind)), f.T("supplement.term", "Count", term.Workdays), f.Moment(term.SetAt), f.Date(term.DueOn),
		})
	}
	if len(rows) > 0 {
		f.heading(f.T("file.terms"))
	}
	f.table(f.T("file.terms"), []string{f.T("file.term"), f.T("file.length"), f.T("file.set-at"), f.T("file.until")}, rows)
}

func (f *file) supplements() {
	for _, request := range f.Supplements {
		f.heading(f.T("file.supplement", "Number", request.Round))
		f.facts(f.fact("file.asked", f.Moment(request.AskedAt)+", "+f.who(&request.AskedBy)), f.fact("supplement.due", f.Date(request.AnswerByOn)))
		var rows [][]string
		for _, requirement := range f.Dossier.Requirements {
			for _, part := range request.Parts {
				if part.RequirementID == requirement.ID {
					rows = append(rows, []string{requirement.Code + " " + requirement.Title(f.Lang), part.Reasons})
				}
			}
		}
		f.table(f.T("supplement.parts"), []string{f.T("file.requirement"), f.T("file.reasons")}, rows)
	}
}

func (f *file) decision() {
	if f.Decision == nil {
		return
	}
	f.heading(f.Decision.Letter.In(f.Lang).Title)
	f.facts(f.fact("file.sent", f.Moment(f.Decision.SentAt)), f.fact("file.sum", f.Decision.SHA256))
	for _, leaf := range letterLeaves(f.Words, f.Decision.Letter) {
		leaf.Sub = true
		f.leaves = append(f.leaves, leaf)
	}
}
