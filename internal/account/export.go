package account

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/storage/database"
)

// trailExportMax bounds the entries in one export, about ten years of daily work.
const trailExportMax = 100_000

// ExportPerson gives what is kept about a person to that person, and to an
// administrator who answers for one (AVG-7); it writes down that it did.
func (s *Service) ExportPerson(ctx context.Context, actor Actor, userID uuid.UUID) (*PersonExport, error) {
	if actor.UserID != userID && !actor.Has(RoleAdministrator) {
		return nil, fault.Missing()
	}
	user, err := s.Find(ctx, userID)
	if err != nil {
		return nil, err
	}
	export := &PersonExport{Account: user.facts()}
	db := s.DB.WithContext(ctx)
	if export.Means, err = meansOf(db, user); err != nil {
		return nil, err
	}
	if err := export.addSessions(db, userID); err != nil {
		return nil, err
	}
	if export.Letters, err = s.lettersTo(ctx, user); err != nil {
		return nil, err
	}
	if err := export.addTrail(db, userID); err != nil {
		return nil, err
	}
	return export, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Record(tx, actor, "person.exported", "user", userID.String())
	})
}

func (u *User) facts() UserFacts {
	facts := UserFacts{
		ID: u.ID, Name: u.Name, Email: u.Email, Lang: u.Lang, ProviderID: u.ProviderID, ProviderAdmin: u.ProviderAdmin,
		Municipality: u.MunicipalityCode, CreatedAt: u.CreatedAt, EmailConfirmedAt: u.EmailConfirmedAt, ClosedAt: u.ClosedAt,
	}
	for _, role := range u.Roles {
		facts.Roles = append(facts.Roles, role.Role)
	}
	return facts
}

func (e *PersonExport) addSessions(db *gorm.DB, userID uuid.UUID) error {
	var sessions []Session
	err := db.Where("user_id = ?", userID).Order("created_at").Find(&sessions).Error
	for _, one := range sessions {
		e.Sessions = append(e.Sessions, SessionFacts{
			CreatedAt: one.CreatedAt, LastSeenAt: one.LastSeenAt, ExpiresAt: one.ExpiresAt,
			Method: one.Method, Agent: one.Agent, Origin: one.Origin,
		})
	}
	return err
}

// lettersTo gives the letters to the address that the account has now, from the
// moment that the address was proven to be this person's: what went to it before
// can be somebody else's.
func (s *Service) lettersTo(ctx context.Context, user *User) ([]LetterFacts, error) {
	if user.ClosedAt != nil || user.EmailConfirmedAt == nil {
		return nil, nil
	}
	since := *user.EmailConfirmedAt
	if user.CreatedAt.After(since) {
		since = user.CreatedAt
	}
	letters, err := mail.To(s.DB.WithContext(ctx), user.Email)
	facts := make([]LetterFacts, 0, len(letters))
	for i := range letters {
		if letters[i].QueuedAt.Before(since) {
			continue
		}
		facts = append(facts, LetterFacts{
			QueuedAt: letters[i].QueuedAt, SentAt: letters[i].SentAt, Subject: letters[i].Subject, Text: letters[i].Text(),
		})
	}
	return facts, err
}

func (e *PersonExport) addTrail(db *gorm.DB, userID uuid.UUID) error {
	entries, err := audit.Find(db, audit.Query{People: []uuid.UUID{userID}, Limit: trailExportMax})
	for _, entry := range entries {
		facts := TrailFacts{
			At: entry.At, Action: entry.Action, Object: entry.Object, ObjectID: entry.ObjectID, Result: entry.Result,
			ByThem: entry.ActorID != nil && *entry.ActorID == userID,
		}
		if facts.ByThem {
			facts.Origin = entry.Origin
		}
		e.Trail = append(e.Trail, facts)
	}
	return err
}

// Colleague is a person of an organisation, as its export names them.
type Colleague struct {
	Name     string     `json:"name"`
	Email    string     `json:"email"`
	Admin    bool       `json:"admin"`
	ClosedAt *time.Time `json:"closed_at,omitempty"`
}

// ExportColleagues gives the people of an organisation to who may export it.
func (s *Service) ExportColleagues(ctx context.Context, actor Actor, providerID uuid.UUID) ([]Colleague, error) {
	if !actor.MayExport(providerID) {
		return nil, fault.Missing()
	}
	var users []User
	err := s.DB.WithContext(ctx).Where("provider_id = ?", providerID).Order("created_at, id").Find(&users).Error
	people := make([]Colleague, len(users))
	for i, user := range users {
		people[i] = Colleague{Name: user.Name, Email: user.Email, Admin: user.ProviderAdmin, ClosedAt: user.ClosedAt}
	}
	return people, err
}

// MayExport reports whether the actor may take out everything about an
// organisation: an administrator who answers for it, and its own administrators.
func (a Actor) MayExport(providerID uuid.UUID) bool {
	own := a.Has(RoleProvider) && a.ProviderAdmin && a.ProviderID == providerID
	return own || a.Has(RoleAdministrator)
}
