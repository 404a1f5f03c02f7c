package client

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// Limits of a token.
const (
	NameMax    = 80
	OverlapMax = 7 * 24 * time.Hour // both tokens work after a change of secret
	LifeMax    = 2                  // years
)

// New is what an administrator fills in for a system of a municipality: that of
// the consultant. It works until the end of the day.
type New struct {
	Name       string
	Consultant uuid.UUID
	Scopes     []Scope
	LastDay    workday.Date
}

func (n New) check(today workday.Date, consultant *account.User) error {
	var wrong fault.Check
	wrong.Unless(n.Name != "", "name", "error.required")
	wrong.Unless(utf8.RuneCountInString(n.Name) <= NameMax, "name", "error.max", "Max", NameMax)
	wrong.Unless(consultant != nil, "consultant", "error.choose-one")
	wrong.Unless(len(n.Scopes) > 0, "scopes", "error.choose-one")
	for _, scope := range n.Scopes {
		if !slices.Contains(Scopes, scope) {
			wrong.Add("scopes", "error.unknown-choice")
			break
		}
	}
	switch {
	case n.LastDay.IsZero():
		wrong.Add("lastDay", "error.date")
	case n.LastDay.Before(today):
		wrong.Add("lastDay", "error.date-past")
	case n.LastDay.Start().After(today.Start().AddDate(LifeMax, 0, 0)):
		wrong.Add("lastDay", "client.too-long", "Years", LifeMax)
	}
	return wrong.Err()
}

// Create makes a client and gives its token, which is never shown again.
func (s *Service) Create(ctx context.Context, actor account.Actor, wanted New) (made *Client, token string, err error) {
	people, err := s.Consultants(ctx, actor)
	if err != nil {
		return nil, "", err
	}
	var consultant *account.User
	if i := slices.IndexFunc(people, func(u account.User) bool { return u.ID == wanted.Consultant }); i >= 0 && people[i].MunicipalityCode != nil {
		consultant = &people[i]
	}
	now := s.Now().UTC()
	if err := wanted.check(workday.On(now), consultant); err != nil {
		return nil, "", err
	}
	prefix := newPrefix()
	token, hash := newToken(prefix)
	made = &Client{
		ID: uuid.New(), Name: wanted.Name, MunicipalityCode: *consultant.MunicipalityCode, ConsultantID: consultant.ID,
		Scopes: joined(wanted.Scopes), Prefix: prefix, SecretHash: hash,
		ExpiresAt: wanted.LastDay.Start().AddDate(0, 0, 1).UTC(), CreatedAt: now,
	}
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		if err := tx.Create(made).Error; err != nil {
			return err
		}
		return audit.Record(tx, actor, "client.created", "client", made.ID.String())
	})
	return made, token, err
}

func joined(scopes []Scope) string {
	var list []string
	for _, scope := range Scopes {
		if slices.Contains(scopes, scope) {
			list = append(list, string(scope))
		}
	}
	return strings.Join(list, " ")
}

// Rotate gives a new token; the old one works during the overlap, so that the
// system can be changed without a gap.
func (s *Service) Rotate(ctx context.Context, actor account.Actor, id uuid.UUID, overlap time.Duration) (token string, err error) {
	if overlap < 0 || overlap > OverlapMax {
		return "", fault.Invalid(fault.At("overlap", "error.unknown-choice"))
	}
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		found, err := lock(tx, actor, id)
		if err != nil {
			return err
		}
		now := s.Now().UTC()
		if !found.Working(now) {
			return fault.Conflict("client.over")
		}
		until := now.Add(overlap)
		found.PreviousHash, found.PreviousUntil = found.SecretHash, &until
		token, found.SecretHash = newToken(found.Prefix)
		if err := tx.Model(found).Select("SecretHash", "PreviousHash", "PreviousUntil").Updates(found).Error; err != nil {
			return err
		}
		return audit.Record(tx, actor, "client.rotated", "client", id.String())
	})
	return token, err
}

// Revoke ends the token at once and for good.
func (s *Service) Revoke(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		found, err := lock(tx, actor, id)
		if err != nil {
			return err
		}
		if found.RevokedAt != nil {
			return fault.Conflict("client.over")
		}
		if err := tx.Model(found).Update("revoked_at", s.Now().UTC()).Error; err != nil {
			return err
		}
		return audit.Record(tx, actor, "client.revoked", "client", id.String())
	})
}
