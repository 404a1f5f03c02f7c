package mail

// MonthlyFigures tells contract managers how the requests of a month did (T10).
// Only numbers: nothing in it is about a person.
type MonthlyFigures struct {
	Matter
	Month      string // "maart 2026" in the recipient's language
	All        int
	OnTime     int
	HeldLate   int
	Overdue    int // past the due date and not held
	Waiting    int
	Declined   int
	Withdrawn  int
	Percentage int
	Counted    bool   // there is a percentage
	Held       bool   // there is a median of days
	DaysHeld   string // in the recipient's way of writing
	Late       bool   // it goes out after the first working day of the month
	URL        string
}

// Kind names the letter.
func (MonthlyFigures) Kind() string { return "monthly_figures" }
