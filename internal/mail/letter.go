// Package mail writes the portal's letters, keeps them as sent and delivers
// them. A letter is queued in the transaction of the change it tells about, so
// it leaves when that change is committed and never otherwise.
package mail

// Letter is one kind of letter with exactly the variables its text needs. Its
// text stands in templates/mail/nl and templates/mail/en, in a file named after
// its kind. A letter never holds data of a resident.
type Letter interface {
	// Kind names the letter, such as "application_submitted".
	Kind() string
	// Key tells this occasion from every other of the same kind. The same kind
	// and key is sent to an address once.
	Key() string
	// About says what the letter is about, for staff.
	About() (object, id string)
}

// oneTime is a letter with a link that gives its holder something: it is kept
// only until the letter has left.
type oneTime interface{ oneTimeLink() string }

// Matter is what a letter is about; every letter embeds it.
type Matter struct {
	Object string // "application", "contract", "profile", "request", "user"
	ID     string
	// Round tells repeated occasions of one kind apart: the round of
	// supplements, the id of the appointment, the date. Empty for a letter
	// that is sent once in the life of its object.
	Round string
}

// Key is the object with its id and round.
func (m Matter) Key() string { return m.Object + ":" + m.ID + ":" + m.Round }

// About is the object and its id.
func (m Matter) About() (object, id string) { return m.Object, m.ID }

// Recipient is who gets the letter. Name may be empty.
type Recipient struct {
	Address string
	Name    string
	Lang    string // nl or en; anything else is nl
}
