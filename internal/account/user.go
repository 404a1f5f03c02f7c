package account

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/fault"
	"providerportal/internal/mail"
)

// User is a person with an account.
type User struct {
	ID               uuid.UUID `gorm:"primaryKey"`
	Email            string
	Name             string
	Lang             string
	PasswordHash     string
	EmailConfirmedAt *time.Time
	ProviderID       *uuid.UUID
	ProviderAdmin    bool
	MunicipalityCode *string
	CreatedAt        time.Time
	ClosedAt         *time.Time
	LastSignedInAt   *time.Time
	LastSeenAt       *time.Time
	RightsAt         *time.Time // last change of rights; nil before the first
	Roles            []UserRole
}

// Invited reports whether the person still has to follow the link in the mail
// and was never signed in.
func (u User) Invited() bool { return u.EmailConfirmedAt == nil && u.LastSignedInAt == nil }

// Has reports whether the user holds one of the roles.
func (u User) Has(roles ...Role) bool { return u.Actor("").Has(roles...) }

// UserRole is one role of one user.
type UserRole struct {
	UserID uuid.UUID `gorm:"primaryKey"`
	Role   Role      `gorm:"primaryKey"`
}

// Actor gives the user as the one who acts, from the network address origin.
func (u User) Actor(origin string) Actor {
	actor := Actor{
		UserID: u.ID, Name: u.Name, Email: u.Email, Lang: u.Lang,
		ProviderAdmin: u.ProviderAdmin, Origin: origin,
	}
	for _, role := range u.Roles {
		actor.Roles = append(actor.Roles, role.Role)
	}
	if u.ProviderID != nil {
		actor.ProviderID = *u.ProviderID
	}
	if u.MunicipalityCode != nil {
		actor.Municipality = *u.MunicipalityCode
	}
	return actor
}

// Recipient gives the user as the one who gets a letter.
func (u User) Recipient() mail.Recipient {
	return mail.Recipient{Address: u.Email, Name: u.Name, Lang: u.Lang}
}

func (u User) matter(round string) mail.Matter {
	return mail.Matter{Object: "user", ID: u.ID.String(), Round: round}
}

// NewUser is what it takes to create an account. Exactly one of ProviderID,
// Municipality and staff roles says where the person belongs.
type NewUser struct {
	Email      string
	Name       string
	Lang       string
	Roles      []Role
	ProviderID uuid.UUID
	// ProviderAdmin may invite colleagues and sign for the organisation.
	ProviderAdmin bool
	Municipality  string
	PasswordHash  string
}

// ErrEmailTaken says that an account has this address.
var ErrEmailTaken = errors.New("account: e-mail address has an account")

// Create adds a user inside the caller's transaction; with ErrEmailTaken it gives
// the account that has the address.
func (s *Service) Create(tx *gorm.DB, wanted NewUser) (*User, error) {
	user := &User{
		ID: uuid.New(), Email: NormalEmail(wanted.Email), Name: wanted.Name, Lang: wanted.Lang,
		PasswordHash: wanted.PasswordHash, CreatedAt: s.Now().UTC(),
	}
	if user.Lang == "" {
		user.Lang = "nl"
	}
	for _, role := range wanted.Roles {
		user.Roles = append(user.Roles, UserRole{UserID: user.ID, Role: role})
	}
	if wanted.ProviderID != uuid.Nil {
		user.ProviderID, user.ProviderAdmin = &wanted.ProviderID, wanted.ProviderAdmin
	}
	if wanted.Municipality != "" {
		user.MunicipalityCode = &wanted.Municipality
	}
	taken, err := byEmail(tx, user.Email)
	if err != nil {
		return nil, err
	}
	if taken != nil {
		return taken, ErrEmailTaken
	}
	if err := tx.Create(user).Error; err != nil {
		if errors.Is(err, gorm.ErrDuplicatedKey) {
			return nil, ErrEmailTaken
		}
		return nil, err
	}
	return user, nil
}

// NormalEmail trims the address and lower-cases its domain; the part before the
// @ stays as typed.
func NormalEmail(address string) string {
	address = strings.TrimSpace(address)
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return address
	}
	return strings.Clone(address[:at] + strings.ToLower(address[at:]))
}

// Find gives the user with this id; fault.Missing when there is none.
func (s *Service) Find(ctx context.Context, id uuid.UUID) (*User, error) {
	var user User
	err := s.DB.WithContext(ctx).Preload("Roles").Take(&user, "id = ?", id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return &user, err
}

// byEmail gives the user with this address, or nil.
func byEmail(db *gorm.DB, email string) (*User, error) {
	var user User
	err := db.Preload("Roles").Take(&user, "lower(email) = lower(?)", email).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	return &user, err
}

// Active keeps the accounts of people who are there: open, and proven by a
// confirmed address or by having come in. It is what counts when the portal asks
// whether anybody is left; mail goes to confirmed addresses only (Reachable).
func Active(db *gorm.DB) *gorm.DB {
	return db.Where("users.closed_at IS NULL AND (users.email_confirmed_at IS NOT NULL OR users.last_signed_in_at IS NOT NULL)")
}

// Reachable keeps the open accounts whose address may get mail.
func Reachable(db *gorm.DB) *gorm.DB {
	return db.Where("users.closed_at IS NULL AND users.email_confirmed_at IS NOT NULL")
}

func holding(db *gorm.DB, roles ...Role) (users []User, err error) {
	err = db.Joins("JOIN user_roles ON user_roles.user_id = users.id").Where("user_roles.role IN ?", roles).
		Distinct().Order("users.email").Find(&users).Error
	return users, err
}

// WithRole gives the open, confirmed accounts that hold one of the roles: the
// people to tell when something waits for that role.
func WithRole(db *gorm.DB, roles ...Role) ([]User, error) {
	return holding(Reachable(db), roles...)
}

// OfProvider gives the open, confirmed accounts of one organisation.
func OfProvider(db *gorm.DB, providerID uuid.UUID) ([]User, error) {
	var users []User
	err := Reachable(db).Where("provider_id = ?", providerID).Order("email").Find(&users).Error
	return users, err
}

// ConsultantsOf gives the open, confirmed accounts of the consultants of one
// municipality.
func ConsultantsOf(db *gorm.DB, municipality string) ([]User, error) {
	return holding(Reachable(db).Where("municipality_code = ?", municipality), RoleConsultant)
}

// ByEmail gives the account with this address; fault.Missing when there is none.
func ByEmail(db *gorm.DB, email string) (*User, error) {
	user, err := byEmail(db, NormalEmail(email))
	if err == nil && user == nil {
		return nil, fault.Missing()
	}
	return user, err
}

// ByID gives one user inside the caller's transaction.
func ByID(db *gorm.DB, id uuid.UUID) (*User, error) {
	var user User
	return &user, db.Take(&user, "id = ?", id).Error
}
