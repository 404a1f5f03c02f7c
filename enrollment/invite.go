package enrollment

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/internal/words"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// InviteReasonMax is the longest reason of an invitation, in characters.
const InviteReasonMax = 500

// inviteAgainMonths is how long nobody invites the same organisation again: it
// gets one letter, and is left in peace.
const inviteAgainMonths = 6

// inHouse are the municipalities' own providers, which stay outside the open
// house (M p.1).
var inHouse = regexp.MustCompile(`(?i)\b(intos|waa|nlw)\b`)

// Invitation asks an organisation without a contract to apply (E14).
type Invitation struct {
	ID               uuid.UUID `gorm:"primaryKey"`
	Organisation     string
	Email            string
	MunicipalityCode string
	Reason           string // for the MGR; never mailed
	InvitedBy        uuid.UUID
	InvitedAt        time.Time
	ProviderID       *uuid.UUID // who registered through the link
}

// Invite sends the letter for the consultant's own municipality. The letter holds
// nothing about a resident, nor the reason.
func (s *Service) Invite(ctx context.Context, actor account.Actor, wanted Invitation) error {
	if !actor.Has(account.RoleConsultant) || actor.Municipality == "" {
		return fault.Forbidden()
	}
	wanted.Email = account.NormalEmail(wanted.Email)
	if err := wanted.check(); err != nil {
		return err
	}
	if err := s.refuseInvited(s.DB.WithContext(ctx), &wanted); err != nil {
		return err
	}
	if err := s.Accounts.TryLetter(ctx, wanted.Email, actor.Origin); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		if err := lockInvitations(tx); err != nil {
			return err
		}
		if err := s.refuseInvited(tx, &wanted); err != nil {
			return err
		}
		wanted.ID, wanted.MunicipalityCode, wanted.ProviderID = uuid.New(), actor.Municipality, nil
		wanted.InvitedBy, wanted.InvitedAt = actor.UserID, s.Now().UTC()
		if err := tx.Create(&wanted).Error; err != nil {
			return err
		}
		if err := s.mailInvitation(tx, &wanted); err != nil {
			return err
		}
		return audit.Record(tx, actor, "invitation.sent", "invitation", wanted.ID.String())
	})
}

// lockInvitations makes two consultants who invite at the same moment wait for
// each other, so that an organisation gets one letter.
func lockInvitations(tx *gorm.DB) error {
	const key = 0x1e14
	return tx.Exec("SELECT pg_advisory_xact_lock(?)", key).Error
}

func (i *Invitation) check() error {
	var wrong fault.Check
	wrong.Unless(i.Organisation != "", "organisation", "error.required")
	directory.CheckLine(&wrong, "organisation", i.Organisation)
	wrong.Unless(!bsn.In(i.Organisation), "organisation", "error.bsn")
	wrong.Unless(!inHouse.MatchString(i.Organisation), "organisation", "invite.in-house")
	wrong.Unless(i.Email != "", "email", "error.required")
	wrong.Unless(i.Email == "" || directory.IsEmail(i.Email), "email", "error.email")
	wrong.Unless(i.Reason != "", "reason", "error.required")
	wrong.Unless(utf8.RuneCountInString(i.Reason) <= InviteReasonMax, "reason", "error.max", "Max", InviteReasonMax)
	wrong.Unless(!bsn.In(i.Reason), "reason", "error.bsn")
	return wrong.Err()
}

// refuseInvited names why this organisation gets no letter: it has a contract or
// an account, or was invited lately.
func (s *Service) refuseInvited(db *gorm.DB, wanted *Invitation) error {
	var contracts int64
	err := db.Table("admissions").Joins("JOIN providers ON providers.id = provider_id").
		Where("active AND lower(name) = lower(?)", wanted.Organisation).Count(&contracts).Error
	if err != nil {
		return err
	}
	if contracts > 0 {
		return fault.Invalid(fault.At("organisation", "invite.has-contract"))
	}
	if _, err := account.ByEmail(db, wanted.Email); err == nil {
		return fault.Invalid(fault.At("email", "invite.has-account"))
	} else if !fault.Is(err, fault.KindMissing) {
		return err
	}
	var before Invitation
	since := s.today().AddMonths(-inviteAgainMonths).AddDays(-3).Start().UTC() // months end on different days
	err = db.Where("(lower(email) = lower(?) OR lower(organisation) = lower(?)) AND invited_at >= ?", wanted.Email, wanted.Organisation, since).
		Order("invited_at DESC").Take(&before).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	on := workday.On(before.InvitedAt)
	if !s.today().Before(on.AddMonths(inviteAgainMonths)) {
		return nil
	}
	return fault.Invalid(fault.At("organisation", "invite.lately", "On", on, "Again", on.AddMonths(inviteAgainMonths)))
}

func (s *Service) mailInvitation(tx *gorm.DB, invitation *Invitation) error {
	var municipality directory.Municipality
	if err := tx.Take(&municipality, "code = ?", invitation.MunicipalityCode).Error; err != nil {
		return err
	}
	return s.Mail.Queue(tx, mail.Recipient{Address: invitation.Email, Lang: words.Default}, mail.ProviderInvited{
		Matter:       mail.Matter{Object: "invitation", ID: invitation.ID.String()},
		Organisation: strings.TrimSpace(invitation.Organisation), Municipality: municipality.Name,
		URL: s.Mail.BaseURL + "/open-house?uitnodiging=" + invitation.ID.String(),
	})
}

// acceptInvitation notes that an organisation registered through the link of its
// letter; a link that is not one changes nothing.
func acceptInvitation(tx *gorm.DB, invitation, provider uuid.UUID) error {
	if invitation == uuid.Nil {
		return nil
	}
	return tx.Model(&Invitation{}).Where("id = ? AND provider_id IS NULL", invitation).Update("provider_id", provider).Error
}
