package mail

// RequirementsChanged tells a provider that its draft application moved to newer
// requirements (E3). Use the new set as Round.
type RequirementsChanged struct {
	Matter
	Organisation string
	Reference    string
	URL          string
}

// QuestionAnswered tells who left an address that the answer can be read (E15).
// The address is erased from the letter when it has left.
type QuestionAnswered struct {
	Matter
	URL string
}

// QuestionClosed tells who left an address that no answer is published (E15). The
// address is erased from the letter when it has left.
type QuestionClosed struct {
	Matter
	URL string
}

// Kind names the letter.
func (RequirementsChanged) Kind() string { return "requirements_changed" }

// Kind names the letter.
func (QuestionAnswered) Kind() string { return "question_answered" }

// Kind names the letter.
func (QuestionClosed) Kind() string { return "question_closed" }

// addressless are the kinds of letters of which nobody needs the address once
// they have left: who asked a question stays unknown.
var addressless = map[string]bool{QuestionAnswered{}.Kind(): true, QuestionClosed{}.Kind(): true}
