package portal

import (
	"slices"

	"github.com/google/uuid"

	"providerportal/enrollment"
	"providerportal/internal/workday"
)

// timeline tells the road of the application, newest first, with what is still to
// come, and by when, on top.
func (f *Frame) timeline(dossier *enrollment.Dossier, today workday.Date) []Event {
	var events []Event
	var before enrollment.Status
	sent := false
	for _, step := range dossier.Events {
		name := string(step.Status)
		switch {
		case step.Status == enrollment.StatusSubmitted && sent:
			name = "supplemented"
		case step.Status == enrollment.StatusUnderReview && before == enrollment.StatusSupplementRequested:
			name = "resumed"
		}
		sent, before = sent || step.Status == enrollment.StatusSubmitted, step.Status
		event := Event{When: f.Moment(step.At), Exact: step.At, Title: f.T("application.event." + name), Who: f.stepBy(dossier, step)}
		if step.Status == enrollment.StatusWithdrawn && dossier.Application.WithdrawalCode != "" {
			event.Text = f.T("application.withdraw.code." + string(dossier.Application.WithdrawalCode))
		}
		events = append(events, event)
	}
	if next, any := f.nextStep(&dossier.Application, today); any {
		events = append(events, next)
	}
	slices.Reverse(events)
	return events
}

// stepBy names who took a step: people of the provider by name, the MGR as one.
func (f *Frame) stepBy(dossier *enrollment.Dossier, step enrollment.Event) string {
	switch step.Status {
	case enrollment.StatusDraft, enrollment.StatusSubmitted, enrollment.StatusWithdrawn:
	default:
		return f.RegionName
	}
	who := uuid.Nil
	if step.ActorID != nil {
		who = *step.ActorID
	}
	if name := dossier.People[who]; name != "" {
		return f.T("application.event.who", "Name", name, "Organisation", dossier.Provider.Name)
	}
	return dossier.Provider.Name
}

// nextStep is what happens next and by when.
func (f *Frame) nextStep(application *enrollment.Application, today workday.Date) (Event, bool) {
	due, title, text := application.DecideByOn, "application.event.decision-due", "application.next."+string(application.Status)
	if application.Status == enrollment.StatusSupplementRequested {
		due, title = application.SupplementDueOn, "application.event.supplement-due"
		if application.SupplementLate(today) {
			text = "application.next.supplement-late"
		}
	}
	if !application.Open() || due == nil {
		return Event{}, false
	}
	return Event{When: f.Date(*due), Title: f.T(title), Text: f.T(text), Expected: true}, true
}

// sentLinks leads to what was sent, the newest first.
func (f *Frame) sentLinks(dossier *enrollment.Dossier) []Link {
	var links []Link
	for _, submission := range slices.Backward(dossier.Submissions) {
		links = append(links, Link{Text: f.sentTitle(submission), URL: sentPath(submission)})
	}
	return links
}
