package portal

import (
	"time"

	"providerportal/internal/words"
)

// The values of the partials in templates/layout/parts.html. docs/pages.md shows
// how a page uses each of them.

// Look is the shape and colour of a status; the text always says the same.
type Look string

// Looks of a tag or notice.
const (
	LookPlain Look = "plain" // nothing to do, or done: text without background (UX-1)
	LookTodo  Look = "todo"  // waits for whoever reads it
	LookBusy  Look = "busy"  // somebody works on it
	LookGood  Look = "good"
	LookWarn  Look = "warn"
	LookBad   Look = "bad"
	LookOff   Look = "off" // cannot start yet, or stopped
)

// Tag is a status as text with a shape.
type Tag struct {
	Text string
	Look Look
}

// Notice is a message between the text. URL and Action are optional.
type Notice struct {
	Title  string
	Text   string
	Look   Look
	URL    string
	Action string
}

// TaskList is the work of a long form, task by task (UX-1).
type TaskList struct {
	Progress string // "3 van 10 onderdelen klaar"
	Groups   []TaskGroup
}

// TaskGroup is a headed part of a task list; one group may have no title.
type TaskGroup struct {
	Title string
	Tasks []Task
}

// Task is one row. Without URL it cannot start yet and is not a link.
type Task struct {
	ID     string
	Text   string
	Hint   string
	URL    string
	Status Tag
}

// TaskState says how far a task is.
type TaskState string

// States of a task; the text is "part.task.<state>".
const (
	TaskTodo   TaskState = "todo"
	TaskBusy   TaskState = "busy"
	TaskDone   TaskState = "done"
	TaskLocked TaskState = "locked"
)

// taskTag gives the status of a task with the words of UX-1.
func taskTag(w *words.Words, state TaskState) Tag {
	look := map[TaskState]Look{TaskTodo: LookTodo, TaskBusy: LookBusy, TaskDone: LookPlain, TaskLocked: LookOff}[state]
	return Tag{Text: w.T("part.task." + string(state)), Look: look}
}

// taskProgress says how many tasks of a list are done.
func taskProgress(w *words.Words, done, all int) string {
	return w.T("part.progress", "Done", done, "All", all)
}

// SummaryRow is one answer on a check page or one fact on a detail page. Values
// show as lines, Links as links. ChangeURL is optional; Key is repeated for
// screen readers behind the word for change (UX-3).
type SummaryRow struct {
	Key       string
	Values    []string
	Links     []Link
	Tag       Tag
	ChangeURL string
	Change    string
}

// row makes an answer with a link to change it; an empty changeURL leaves that out.
func row(w *words.Words, key, changeURL string, values ...string) SummaryRow {
	return SummaryRow{Key: key, Values: values, ChangeURL: changeURL, Change: w.T("part.change")}
}

// SummaryList is a list of facts.
type SummaryList struct {
	Rows []SummaryRow
}

// Event is one moment on a time line, newest first by habit.
type Event struct {
	When     string    // "maandag 13 april 2026 om 14.30 uur"
	Exact    time.Time // for machines
	Title    string
	Text     string
	Who      string
	Expected bool // still to come
}

// ExactText writes the moment for the datetime attribute.
func (e Event) ExactText() string {
	if e.Exact.IsZero() {
		return ""
	}
	return e.Exact.UTC().Format(time.RFC3339)
}

// Clock shows a due date and how it stands (T6).
type Clock struct {
	Title string // "Uiterste datum"
	Due   string // "maandag 13 april 2026"
	ISO   string // "2026-04-13"
	Left  string // "nog 2 werkdagen"
	State Tag
}

// newClock shows the term until due, a workday.Date: on time, nearly late when
// at most one working day is left, or late. stopped means that the norm was met
// or no longer counts.
func newClock(w *words.Words, due interface{ String() string }, left int, stopped bool) Clock {
	clock := Clock{Title: w.T("part.clock"), Due: w.Date(due), ISO: due.String(), Left: w.Days(left)}
	switch {
	case stopped:
		clock.State, clock.Left = Tag{Text: w.T("part.clock.stopped"), Look: LookPlain}, ""
	case left < 0:
		clock.State = Tag{Text: w.T("part.clock.late"), Look: LookBad}
	case left <= 1:
		clock.State = Tag{Text: w.T("part.clock.soon"), Look: LookWarn}
	default:
		clock.State = Tag{Text: w.T("part.clock.ontime"), Look: LookGood}
	}
	return clock
}

// Tabs are links over the same list with other filters; they are not ARIA tabs.
type Tabs struct {
	Label string
	Items []NavItem
}

// Table is a list with a caption. The first cell of a row is its header.
type Table struct {
	Caption string
	Hidden  bool // the caption repeats a visible heading
	Columns []Column
	Rows    []Row
	Empty   string // what to do when there are no rows
	Stacked bool   // on a small screen each row is a block; only where overview.css is asked for
}

// Column heads a column. With URL it sorts; Sorted is "ascending", "descending" or empty.
type Column struct {
	Text   string
	Number bool
	URL    string
	Sorted string
}

// Row is one line of a table.
type Row []Cell

// Cell shows a link when it has a URL, a tag when it has one, and a button for one
// act when it has that.
type Cell struct {
	Text   string
	Note   string
	URL    string
	Tag    Tag
	Act    Button
	Bar    []BarPart
	Number bool
}

// BarPart is a piece of a bar that shows how a whole is divided; X and Width are
// percentages. The numbers stand beside it, so that it is only decoration.
type BarPart struct {
	Look     Look
	X, Width float64
}

// Panel tells that an act succeeded, with its reference (UX-7).
type Panel struct {
	Title         string
	Text          string
	ReferenceText string
	Reference     string
}

// newPanel gives a confirmation; an empty reference leaves that line out.
func newPanel(w *words.Words, title, text, reference string) Panel {
	return Panel{Title: title, Text: text, Reference: reference, ReferenceText: w.T("part.reference")}
}

// Button posts one act without further questions, such as "publish". Style is
// "", "secondary" or "warning". About tells screen readers what the act is about,
// where the same button stands in every row.
type Button struct {
	Text      string
	About     string
	Action    string
	Style     string
	Fields    []HiddenField
	CSRFField string
	CSRF      string
}

// HiddenField goes along with a button.
type HiddenField struct {
	Name, Value string
}

// Button makes a form with only a button on this page.
func (f *Frame) Button(text, action, style string) Button {
	return Button{Text: text, Action: action, Style: style, CSRFField: csrfField, CSRF: f.CSRF}
}

// Submit is the button at the end of a form. Cancel is optional.
type Submit struct {
	Text   string
	Style  string
	Cancel Link
}

// Submit names the act of a form.
func (f *Frame) Submit(text string) Submit { return Submit{Text: text} }

// Or adds the way out of a form.
func (s Submit) Or(text, address string) Submit { s.Cancel = Link{Text: text, URL: address}; return s }

// Danger marks an act that cannot be undone.
func (s Submit) Danger() Submit { s.Style = "warning"; return s }
