package portal

import (
	"slices"

	"providerportal/enrollment"
)

// applicationFacts are who applies, whom to ask, and when.
func applicationFacts(f *Frame, d *enrollment.Dossier) SummaryList {
	w, application := f.Words(), &d.Application
	list := SummaryList{Rows: []SummaryRow{
		row(w, f.T("review.reference"), "", application.Reference),
		row(w, f.T("review.organisation"), "", d.Provider.Name, d.Provider.Entry.Text(w)),
		row(w, f.T("review.contact"), "", application.ContactName, application.ContactPhone),
		row(w, f.T("review.submitted"), "", f.Date(application.SubmittedAt)),
		row(w, f.T("review.set"), "", f.T("review.set.version", "Version", d.Set.Version)),
	}}
	list.Rows[2].Links = []Link{{Text: application.ContactEmail, URL: "mailto:" + application.ContactEmail}}
	if application.SupplementDueOn != nil {
		list.Rows = append(list.Rows, row(w, f.T("review.supplement-by"), "", f.Date(*application.SupplementDueOn)))
	}
	list.Rows = append(list.Rows, applicantFacts(f, d)...)
	return list
}

// reviewTasks lists the requirements with their outcomes; reviewers go on to
// the desk of each.
func reviewTasks(f *Frame, d *enrollment.Dossier, linked bool, place string) TaskList {
	w, group := f.Words(), TaskGroup{}
	for _, requirement := range d.Requirements {
		task := Task{
			ID: "eis-" + requirement.Code, Text: requirement.Title(f.Lang), Hint: requirement.Code,
			Status: checkTag(w, d, requirement.ID),
		}
		if linked {
			task.URL = withQuery(checkPath(&d.Application, requirement.Code), fromParam, place)
		}
		group.Tasks = append(group.Tasks, task)
	}
	return TaskList{
		Progress: f.T("review.progress", "Done", len(d.Checks), "All", len(d.Requirements)),
		Groups:   []TaskGroup{group},
	}
}

// reviewEvents is the road so far, the newest step first.
func reviewEvents(f *Frame, d *enrollment.Dossier) []Event {
	var events []Event
	for _, step := range slices.Backward(d.Events) {
		title, who := "application.status."+string(step.Status), "review.by-staff"
		switch step.Status {
		case enrollment.StatusDraft, enrollment.StatusSubmitted, enrollment.StatusWithdrawn:
			who = "review.by-provider"
		}
		if step.Status == enrollment.StatusDraft {
			title = "review.started"
		}
		events = append(events, Event{
			When: f.Moment(step.At), Exact: step.At,
			Title: f.T(title), Who: f.T(who),
		})
	}
	return events
}

// decisionFacts is the decision, once there is one (E9).
func decisionFacts(f *Frame, application *enrollment.Application) SummaryList {
	if application.DecidedAt == nil {
		return SummaryList{}
	}
	w := f.Words()
	verdict := row(w, f.T("decision.verdict"), "")
	verdict.Tag = applicationTag(w, application.Status)
	list := SummaryList{Rows: []SummaryRow{verdict, row(w, f.T("decision.on"), "", f.Date(application.DecidedAt))}}
	if application.DecisionReasons != "" {
		list.Rows = append(list.Rows, row(w, f.T("decision.reasons"), "", application.DecisionReasons))
	}
	return list
}
