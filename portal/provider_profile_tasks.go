package portal

import (
	"providerportal/directory"
	"providerportal/internal/words"
	"providerportal/internal/workday"
)

// profileTasks lists the parts of a profile with how far each is (UX-1).
func profileTasks(w *words.Words, profile *directory.Profile, stand *directory.Standing, today workday.Date) TaskList {
	must := TaskGroup{Title: w.T("profile.group.must")}
	done := 0
	for _, part := range profileParts {
		if part.mandatory {
			state := part.state(profile)
			if state == TaskDone {
				done++
			}
			must.Tasks = append(must.Tasks, part.task(w, taskTag(w, state)))
		}
	}
	groups := []TaskGroup{must, furtherTasks(w, profile, today), publishTasks(w, stand, done == len(must.Tasks), profile.Published())}
	return TaskList{Progress: taskProgress(w, done, len(must.Tasks)), Groups: groups}
}

// furtherTasks are the parts that help residents choose.
func furtherTasks(w *words.Words, profile *directory.Profile, today workday.Date) TaskGroup {
	group := TaskGroup{Title: w.T("profile.group.further")}
	filled := func(is bool) Tag {
		if is {
			return taskTag(w, TaskDone)
		}
		return Tag{Text: w.T("profile.task.empty"), Look: LookOff}
	}
	group.Tasks = append(group.Tasks, Task{
		ID: "locaties", Text: w.T("profile.task.locations"), Hint: w.T("profile.task.locations.hint"),
		URL: locationsPath, Status: filled(profile.Written(directory.SectionLocations)),
	})
	for _, part := range profileParts {
		if !part.mandatory {
			group.Tasks = append(group.Tasks, part.task(w, filled(profile.Written(part.section))))
		}
	}
	return TaskGroup{Title: group.Title, Tasks: append(group.Tasks,
		Task{ID: "logo", Text: w.T("profile.task.logo"), URL: logoPath, Status: filled(profile.LogoHash != "")},
		Task{
			ID: "plek", Text: w.T("profile.task.capacity"), Hint: w.T("profile.task.capacity.hint"),
			URL: capacityPath, Status: capacityTag(w, &profile.Capacity, today),
		},
	)}
}

// publishTasks holds the last task: look at it as visitors will, then publish.
func publishTasks(w *words.Words, stand *directory.Standing, ready, published bool) TaskGroup {
	task := Task{ID: "publiceren", Text: w.T("profile.task.publish"), URL: profilePreviewPath, Status: taskTag(w, TaskTodo)}
	switch {
	case published && !stand.Differs:
		task.Text, task.Status = w.T("profile.task.preview"), taskTag(w, TaskDone)
	case !ready || !stand.Admitted && !published || !stand.IntakeVerified && !published:
		task.Text, task.Hint = w.T("profile.task.preview"), w.T("profile.task.publish.later")
		task.Status = taskTag(w, TaskLocked)
	}
	return TaskGroup{Title: w.T("profile.group.publish"), Tasks: []Task{task}}
}

// capacityTag shows whether there is room today.
func capacityTag(w *words.Words, capacity *directory.Capacity, today workday.Date) Tag {
	if capacity.SaidOn == nil {
		return Tag{Text: w.T("profile.task.empty"), Look: LookOff}
	}
	state := capacity.On(today)
	look := map[directory.CapacityState]Look{
		directory.CapacityOpen: LookGood, directory.CapacityWaiting: LookWarn, directory.CapacityClosed: LookOff,
	}[state]
	return Tag{Text: w.T("capacity.now." + string(state)), Look: look}
}
