package directory

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	letters "providerportal/internal/mail"
)

// JoinRequests gives the requests that wait for an answer of the actor's
// organisation, oldest first.
func (s *Service) JoinRequests(ctx context.Context, actor account.Actor) ([]JoinRequest, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	if !actor.ProviderAdmin {
		return nil, nil
	}
	var requests []JoinRequest
	err := waiting(s.DB.WithContext(ctx)).Where("provider_id = ?", actor.ProviderID).Find(&requests).Error
	return requests, err
}

func waiting(db *gorm.DB) *gorm.DB {
	return db.Where("confirmed_at IS NOT NULL AND answered_at IS NULL").Order("confirmed_at, join_requests.id")
}

// AnswerJoinRequest accepts somebody as a member of the actor's organisation, or
// refuses; the answer is mailed. Only admins answer (AUTH-8).
func (s *Service) AnswerJoinRequest(ctx context.Context, actor account.Actor, id uuid.UUID, accept bool) error {
	return s.asAdmin(ctx, actor, func(tx *gorm.DB, own *Provider) error {
		request, err := taken[JoinRequest](tx.Where("id = ? AND provider_id = ? AND confirmed_at IS NOT NULL", id, own.ID))
		if err != nil {
			return err
		}
		return s.answerJoin(tx, actor, own, request, accept, false)
	})
}

func (s *Service) answerJoin(tx *gorm.DB, actor account.Actor, own *Provider, request *JoinRequest, accept, admin bool) error {
	request, err := taken[JoinRequest](tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", request.ID))
	if err != nil {
		return err
	}
	if request.AnsweredAt != nil {
		return fault.Conflict("join.answered")
	}
	now := s.Now().UTC()
	request.AnsweredAt, request.AnsweredBy, request.Accepted = &now, &actor.UserID, &accept
	if err := tx.Model(request).Select("AnsweredAt", "AnsweredBy", "Accepted").Updates(request).Error; err != nil {
		return err
	}
	action := "join.refused"
	if accept {
		action = "join.accepted"
		err = s.welcome(tx, own, request, admin)
	} else {
		err = s.Mail.Queue(tx, request.recipient(), letters.JoinRefused{Matter: request.matter(), Organisation: own.Name})
	}
	if err != nil {
		return err
	}
	return audit.Record(tx, actor, action, "join", request.ID.String())
}

// welcome makes the account of who was accepted and mails the link to choose a
// password.
func (s *Service) welcome(tx *gorm.DB, own *Provider, request *JoinRequest, admin bool) error {
	user, err := s.newColleague(tx, own, NewColleague{Name: request.Name, Email: request.Email, Admin: admin}, request.Lang)
	if fault.Is(err, fault.KindInvalid) {
		return fault.Conflict("join.email-used")
	}
	if err != nil {
		return err
	}
	link, err := s.Accounts.SetUpLink(tx, user)
	if err != nil {
		return err
	}
	return s.Mail.Queue(tx, request.recipient(), letters.JoinAccepted{
		Matter: request.matter(), Organisation: own.Name, Hours: account.PurposeSetPassword.Hours(), Link: link,
	})
}
