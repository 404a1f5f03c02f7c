package portal

import (
	"github.com/google/uuid"

	"providerportal/internal/mail"
)

// Demo is what portal demo adds: people to sign in as, and the mailbox.
type Demo struct {
	People  []DemoPerson
	Mailbox *mail.Directory
}

// DemoPerson is an account that can be entered with one click.
type DemoPerson struct {
	UserID uuid.UUID
	Name   string
	Role   string // text key of what the person does, behind "demo.role."
	Start  string // address of the page where its work begins
}
