package portal

import (
	"providerportal/enrollment"
	"providerportal/internal/words"
	"providerportal/internal/workday"
)

// step is one stop on the road of a provider. Its title is "overview.step.<name>",
// its hint "overview.step.<name>.<at>" when at is set.
type step struct {
	name  string
	at    string
	args  []any // for the hint
	state TaskState
	url   string // empty while there is nothing to see
	turn  bool   // the provider can do something now
}

func (r *road) steps() []step {
	return []step{
		{name: "account", state: TaskDone},
		r.application(), r.decision(), r.agreement(), r.profileStep(), r.intakeStep(), r.findable(),
	}
}

func (r *road) application() step {
	one := step{name: "application", url: "/mijn/aanmelding", state: TaskTodo, turn: true, at: "none"}
	if r.dossier == nil {
		if r.contract != nil {
			one.at, one.state, one.turn, one.url = "earlier", TaskDone, false, ""
		}
		return one
	}
	application := &r.dossier.Application
	one.args = []any{"Reference", application.Reference}
	switch application.Status {
	case enrollment.StatusDraft:
		one.at, one.state = "draft", TaskBusy
	case enrollment.StatusSupplementRequested:
		one.at, one.args = "supplement", []any{"Due", *application.SupplementDueOn}
	case enrollment.StatusRejected, enrollment.StatusWithdrawn:
		one.at = "again"
	default:
		one.at, one.state, one.turn = "sent", TaskDone, false
	}
	return one
}

func (r *road) decision() step {
	one := step{name: "decision", at: "none", state: TaskLocked}
	if r.dossier == nil {
		if r.contract != nil {
			one.at, one.state = "earlier", TaskDone
		}
		return one
	}
	application := &r.dossier.Application
	switch {
	case application.DecidedAt != nil:
		one.at, one.state, one.url = string(application.Status), TaskDone, "/mijn/aanmelding"
		one.args = []any{"On", workday.On(*application.DecidedAt)}
	case application.Status == enrollment.StatusSupplementRequested:
		one.at = "supplement"
	case application.Open() && application.DecideByOn != nil:
		one.at, one.state, one.args = "waiting", TaskBusy, []any{"Due", *application.DecideByOn}
	}
	return one
}

func (r *road) agreement() step {
	one := step{name: "agreement", at: "none", state: TaskLocked}
	if r.contract == nil {
		return one
	}
	one.at, one.url = string(r.contract.Status), "/mijn/overeenkomst"
	switch r.contract.Status {
	case enrollment.ContractOffered:
		one.state, one.turn = TaskTodo, true
	case enrollment.ContractSigned:
		one.state = TaskBusy
	case enrollment.ContractActive:
		one.state, one.args = TaskDone, []any{"From", *r.contract.ActiveFrom}
	}
	return one
}

func (r *road) profileStep() step {
	one := step{name: "profile", url: "/mijn/profiel", state: TaskTodo, at: "none", turn: true}
	switch {
	case r.profile.Published():
		one.state, one.at, one.turn = TaskDone, "", false
	case r.profile.Mission != "" || r.profile.Offer != "":
		one.state, one.at = TaskBusy, "draft"
	}
	return one
}

func (r *road) intakeStep() step {
	one := step{name: "intake", url: "/mijn/aanmeldpunt", state: TaskTodo, at: "none", turn: true}
	switch {
	case r.intake.Verified():
		one.state, one.at, one.turn = TaskDone, "", false
	case r.intake.Email != "":
		one.state, one.at = TaskBusy, "unverified"
	}
	return one
}

func (r *road) findable() step {
	active := r.contract != nil && r.contract.Status == enrollment.ContractActive
	if !active || !r.profile.Published() {
		return step{name: "findable", at: "none", state: TaskLocked}
	}
	return step{name: "findable", state: TaskDone, url: "/aanbieders/" + r.provider.Slug, at: "public"}
}

func (one step) title(w *words.Words) string { return w.T("overview.step." + one.name) }

func (one step) hint(w *words.Words) string {
	if one.at == "" {
		return ""
	}
	return w.T("overview.step."+one.name+"."+one.at, one.args...)
}

func roadTasks(w *words.Words, steps []step) TaskList {
	var group TaskGroup
	done := 0
	for _, one := range steps {
		if one.state == TaskDone {
			done++
		}
		group.Tasks = append(group.Tasks, Task{
			ID: one.name, Text: one.title(w), Hint: one.hint(w), URL: one.url, Status: taskTag(w, one.state),
		})
	}
	return TaskList{Progress: taskProgress(w, done, len(steps)), Groups: []TaskGroup{group}}
}

// nextNotice names the first thing that the provider can do now.
func nextNotice(w *words.Words, steps []step) Notice {
	for _, one := range steps {
		if one.turn {
			return Notice{
				Title: w.T("overview.next", "Step", one.title(w)), Text: one.hint(w), Look: LookTodo,
				URL: one.url, Action: w.T("overview.next.open"),
			}
		}
	}
	return Notice{Title: w.T("overview.nothing"), Text: w.T("overview.nothing.text"), Look: LookGood}
}
