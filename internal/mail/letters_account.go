package mail

// ConfirmEmail asks who registers to show that the address is theirs. Each link
// is a letter of its own.
type ConfirmEmail struct {
	Matter
	Name  string
	Hours int // how long the link works
	Link  string
}

// SetUpAccount invites a person for whom an account was made to choose a password.
type SetUpAccount struct {
	Matter
	Name     string
	RoleText string
	Link     string
}

// PasswordReset carries the link to choose a new password.
type PasswordReset struct {
	Matter
	Name string
	Link string
}

func (ConfirmEmail) Kind() string  { return "confirm_email" }
func (SetUpAccount) Kind() string  { return "set_up_account" }
func (PasswordReset) Kind() string { return "password_reset" }

func (l ConfirmEmail) Key() string  { return l.Matter.Key() + l.Link }
func (l SetUpAccount) Key() string  { return l.Matter.Key() + l.Link }
func (l PasswordReset) Key() string { return l.Matter.Key() + l.Link }

func (l ConfirmEmail) oneTimeLink() string  { return l.Link }
func (l SetUpAccount) oneTimeLink() string  { return l.Link }
func (l PasswordReset) oneTimeLink() string { return l.Link }

// JoinConfirm asks somebody who wants to join an organisation to show that the
// address is theirs.
type JoinConfirm struct {
	Matter
	Name         string
	Organisation string
	Hours        int // how long the link works
	Link         string
}

// JoinRequested tells an organisation's admins, or the administrators when no
// admin is left, that somebody wants to join.
type JoinRequested struct {
	Matter
	Organisation string
	Name         string
	NobodyLeft   bool
	URL          string
}

// JoinAccepted tells that the request was granted and invites to choose a password.
type JoinAccepted struct {
	Matter
	Organisation string
	Hours        int // how long the link works
	Link         string
}

// JoinRefused tells that the request was not granted.
type JoinRefused struct {
	Matter
	Organisation string
}

// Privilege is what happened to an administrator's account.
type Privilege string

// What may happen: the role was given or taken, or the second factor cleared.
const (
	PrivilegeGiven Privilege = "given"
	PrivilegeTaken Privilege = "taken"
	PrivilegeReset Privilege = "reset"
)

// PrivilegedChange tells the other administrators that an administrator's account
// changed (BIO-4).
type PrivilegedChange struct {
	Matter
	Name   string
	By     string
	Change Privilege
	URL    string
}

// FactorReset tells somebody that an administrator cleared the second factor.
type FactorReset struct {
	Matter
	Name string
}

func (JoinConfirm) Kind() string      { return "join_confirm" }
func (JoinRequested) Kind() string    { return "join_requested" }
func (JoinAccepted) Kind() string     { return "join_accepted" }
func (JoinRefused) Kind() string      { return "join_refused" }
func (PrivilegedChange) Kind() string { return "privileged_change" }
func (FactorReset) Kind() string      { return "factor_reset" }

func (l JoinConfirm) Key() string  { return l.Matter.Key() + l.Link }
func (l JoinAccepted) Key() string { return l.Matter.Key() + l.Link }

func (l JoinConfirm) oneTimeLink() string  { return l.Link }
func (l JoinAccepted) oneTimeLink() string { return l.Link }
