package portal

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"providerportal/enrollment"
	"providerportal/internal/workday"
)

// ApplicationPage is the task list of a draft, or of a supplement that was asked
// for (UX-1).
type ApplicationPage struct {
	Frame
	Lead      string
	Reference string
	Clock     *Clock          // until the supplement is due
	Changed   *DifferencePart // the requirements since the draft began (E3)
	Tasks     TaskList
	Timeline  []Event
	Sent      []Link // what was sent before, during a supplement
}

func (p *ApplicationPage) template() string { return "provider/application" }

func applicationPage(frame Frame, dossier *enrollment.Dossier, days term) *ApplicationPage {
	p := &ApplicationPage{Frame: frame, Reference: dossier.Application.Reference, Lead: frame.T("application.lead")}
	groups, done, all := p.workGroups(dossier, days.today)
	p.Tasks = TaskList{Progress: taskProgress(p.Words(), done, all), Groups: append(groups, p.sendGroup(done == all))}
	if dossier.Application.Status == enrollment.StatusSupplementRequested {
		due := *dossier.Application.SupplementDueOn
		clock := newClock(p.Words(), due, days.left(due), false)
		p.Lead, p.Clock, p.Timeline = p.T("application.supplement.lead", "Due", due), &clock, p.timeline(dossier, days.today)
		p.Sent = p.sentLinks(dossier)
	}
	return p
}

// workGroups lists the tasks that are open to the provider and counts those done.
func (p *ApplicationPage) workGroups(dossier *enrollment.Dossier, today workday.Date) (groups []TaskGroup, done, all int) {
	draft := dossier.Application.Status == enrollment.StatusDraft
	evidence := TaskGroup{Title: p.T("application.group.requirements")}
	if draft {
		groups = append(groups, p.partGroup(dossier))
	} else {
		evidence.Title = p.T("application.group.supplement")
	}
	for _, requirement := range dossier.Requirements {
		if dossier.MayChange(requirement.ID) {
			evidence.Tasks = append(evidence.Tasks, p.answerTask(dossier, requirement, today))
		}
	}
	groups = append(groups, evidence)
	for _, group := range groups {
		for _, task := range group.Tasks {
			all++
			if task.Status == taskTag(p.Words(), TaskDone) {
				done++
			}
		}
	}
	return groups, done, all
}

// partGroup are the tasks that belong to no requirement.
func (p *ApplicationPage) partGroup(dossier *enrollment.Dossier) TaskGroup {
	group := TaskGroup{Title: p.T("application.group.organisation")}
	for _, part := range enrollment.Parts {
		state := TaskTodo
		saved, begun := dossier.Parts[part]
		switch {
		case dossier.PartDone(part):
			state = TaskDone
		case begun:
			state = TaskBusy
		}
		group.Tasks = append(group.Tasks, Task{
			ID: string(part), Text: p.T("application." + string(part) + ".title"), URL: partPaths[part],
			Hint: p.savedBy(dossier, saved.SavedBy, saved.SavedAt), Status: taskTag(p.Words(), state),
		})
	}
	return group
}

// savedBy says which colleague kept a task last; nothing while the applicant works
// alone.
func (p *ApplicationPage) savedBy(dossier *enrollment.Dossier, who uuid.UUID, at time.Time) string {
	if name := dossier.People[who]; name != "" && len(dossier.People) > 1 {
		return p.T("application.saved-by", "Name", name, "At", p.Moment(at))
	}
	return ""
}

// answerTask is one requirement. A part that was asked again counts as done when
// it was saved after the reviewer asked.
func (p *ApplicationPage) answerTask(dossier *enrollment.Dossier, requirement enrollment.Requirement, today workday.Date) Task {
	answer, begun := dossier.Answers[requirement.ID]
	check, asked := dossier.Checks[requirement.ID]
	state := TaskTodo
	switch {
	case asked && !dossier.Supplemented(requirement.ID):
	case dossier.Complete(requirement, today):
		state = TaskDone
	case begun:
		state = TaskBusy
	}
	hint := check.Reasons
	if state == TaskBusy {
		hint = strings.Join(append(filledIn([]string{hint}), problemTexts(p.Words(), dossier.Problems(requirement, today))...), " ")
	}
	if hint == "" {
		hint = p.savedBy(dossier, answer.UpdatedBy, answer.UpdatedAt)
	}
	return Task{
		ID: requirement.Code, Text: requirement.Title(p.Lang), Hint: hint,
		URL: answerPath(requirement.Code), Status: taskTag(p.Words(), state),
	}
}

// sendGroup holds the last task, which starts when the others are done.
func (p *ApplicationPage) sendGroup(ready bool) TaskGroup {
	task := Task{ID: "submit", Text: p.T("application.send"), Status: taskTag(p.Words(), TaskLocked)}
	if ready {
		task.URL, task.Status = checkAnswersPath, taskTag(p.Words(), TaskTodo)
	}
	return TaskGroup{Title: p.T("application.group.send"), Tasks: []Task{task}}
}
