package directory

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	letters "providerportal/internal/mail"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// tryVerifications counts the letters that saving would send, if it sends any.
func (s *Service) tryVerifications(ctx context.Context, actor account.Actor, wanted IntakePoint) error {
	known, err := intakeOf(s.DB.WithContext(ctx), actor.ProviderID)
	if err != nil {
		return err
	}
	wanted.inherit(known)
	if !wanted.Verified() {
		if err := s.Accounts.TryLetter(ctx, wanted.Email, actor.Origin); err != nil {
			return err
		}
	}
	if wanted.DeputyEmail == "" || wanted.DeputyVerifiedAt != nil {
		return nil
	}
	return s.Accounts.TryLetter(ctx, wanted.DeputyEmail, actor.Origin)
}

// sendVerifications mails a link to every mailbox that is not proven.
func (s *Service) sendVerifications(tx *gorm.DB, intake IntakePoint) error {
	if !intake.Verified() {
		if err := s.sendVerification(tx, intake); err != nil {
			return err
		}
	}
	if intake.DeputyEmail == "" || intake.DeputyVerifiedAt != nil {
		return nil
	}
	return s.sendDeputyVerification(tx, intake)
}

// sendVerification mails the intake point a link that proves its mailbox.
func (s *Service) sendVerification(tx *gorm.DB, intake IntakePoint) error {
	provider, err := ProviderByID(tx, intake.ProviderID)
	if err != nil {
		return err
	}
	link, err := s.proofLink(tx, account.PurposeVerifyIntake, intake.ProviderID, intake.Email)
	if err != nil {
		return err
	}
	return s.Mail.Queue(tx, letters.Recipient{Address: intake.Email, Name: intake.Name}, letters.VerifyIntake{
		Matter:       letters.Matter{Object: "provider", ID: intake.ProviderID.String()},
		Organisation: provider.Name, Link: link,
	})
}

// sendDeputyVerification does the same for the deputy.
func (s *Service) sendDeputyVerification(tx *gorm.DB, intake IntakePoint) error {
	provider, err := ProviderByID(tx, intake.ProviderID)
	if err != nil {
		return err
	}
	link, err := s.proofLink(tx, account.PurposeVerifyDeputy, intake.ProviderID, intake.DeputyEmail)
	if err != nil {
		return err
	}
	return s.Mail.Queue(tx, letters.Recipient{Address: intake.DeputyEmail, Name: intake.DeputyName}, letters.VerifyDeputy{
		Matter:       letters.Matter{Object: "provider", ID: intake.ProviderID.String()},
		Organisation: provider.Name, Link: link,
	})
}

func (s *Service) proofLink(tx *gorm.DB, purpose account.Purpose, providerID uuid.UUID, email string) (string, error) {
	secret, err := s.Accounts.IssueToken(tx, purpose, providerID, email)
	return s.Mail.BaseURL + "/aanmeldpunt/bevestigen?sleutel=" + secret, err
}

// AskProof mails the links of the mailboxes again that have to be proven: never
// proven, proven too long ago, or bouncing. When every mailbox works it is the
// intake point that is proven anew.
func (s *Service) AskProof(ctx context.Context, actor account.Actor) error {
	return s.mailIntake(ctx, actor, func(tx *gorm.DB, intake *IntakePoint) error {
		today := workday.On(s.Now())
		terms, err := termsOf(tx)
		if err != nil {
			return err
		}
		deputyWaits := intake.DeputyWaits(today, terms)
		if !deputyWaits || intake.State(today, terms) != IntakeWorks {
			if err := s.sendVerification(tx, *intake); err != nil {
				return err
			}
		}
		if deputyWaits {
			if err := s.sendDeputyVerification(tx, *intake); err != nil {
				return err
			}
		}
		return audit.Record(tx, actor, "intake.proof-asked", "provider", actor.ProviderID.String())
	})
}

// SendTest mails the intake point a letter that asks nothing, so that a provider
// sees that requests arrive.
func (s *Service) SendTest(ctx context.Context, actor account.Actor) error {
	return s.mailIntake(ctx, actor, func(tx *gorm.DB, intake *IntakePoint) error {
		if !intake.Verified() {
			return fault.Conflict("intake.test-unverified")
		}
		provider, err := ProviderByID(tx, intake.ProviderID)
		if err != nil {
			return err
		}
		err = s.Mail.Queue(tx, letters.Recipient{Address: intake.Email, Name: intake.Name}, letters.IntakeTest{
			Matter: letters.Matter{
				Object: "provider", ID: intake.ProviderID.String(), Round: s.Now().UTC().Format(time.RFC3339Nano),
			},
			Organisation: provider.Name, URL: s.Mail.BaseURL + "/mijn/aanmeldpunt",
		})
		if err != nil {
			return err
		}
		return audit.Record(tx, actor, "intake.test-sent", "provider", actor.ProviderID.String())
	})
}

// mailIntake sends a letter to the actor's own intake point, not too often.
func (s *Service) mailIntake(ctx context.Context, actor account.Actor, send func(*gorm.DB, *IntakePoint) error) error {
	known, err := s.Intake(ctx, actor)
	if err != nil {
		return err
	}
	if known.Email == "" {
		return fault.Conflict("intake.not-set")
	}
	if err := s.Accounts.TryLetter(ctx, known.Email, actor.Origin); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		intake, err := lockIntake(tx, actor.ProviderID)
		if err != nil {
			return err
		}
		return send(tx, intake)
	})
}

// VerifyIntake spends the link of a verification mail, of the intake point or its
// deputy. It proves the address it was mailed to, so it does nothing for a point
// that has another one by now.
func (s *Service) VerifyIntake(ctx context.Context, secret, origin string) (*Provider, error) {
	var provider *Provider
	err := database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		token, err := s.Accounts.SpendToken(tx, account.PurposeVerifyIntake, secret)
		if errors.Is(err, account.ErrTokenSpent) {
			token, err = s.Accounts.SpendToken(tx, account.PurposeVerifyDeputy, secret)
		}
		if err != nil {
			return account.RefuseSpent(err)
		}
		if err := s.prove(tx, token, origin); err != nil {
			return err
		}
		if err := Reindex(tx, token.SubjectID); err != nil {
			return err
		}
		provider, err = ProviderByID(tx, token.SubjectID)
		return err
	})
	return provider, err
}

// prove writes down that the mailbox of the token works, when it still is the one.
func (s *Service) prove(tx *gorm.DB, token *account.Token, origin string) error {
	intake, err := lockIntake(tx, token.SubjectID)
	if err != nil {
		return err
	}
	now, visitor, id := s.Now().UTC(), account.Actor{Origin: origin}, token.SubjectID.String()
	switch {
	case token.Purpose == account.PurposeVerifyIntake && strings.EqualFold(intake.Email, token.Email):
		err := tx.Model(intake).Updates(map[string]any{"verified_at": now, "unreachable_at": nil, "reminded": ""}).Error
		if err != nil {
			return err
		}
		return audit.Record(tx, visitor, "intake.verified", "provider", id)
	case token.Purpose == account.PurposeVerifyDeputy && strings.EqualFold(intake.DeputyEmail, token.Email):
		if err := tx.Model(intake).Update("deputy_verified_at", now).Error; err != nil {
			return err
		}
		return audit.Record(tx, visitor, "intake.deputy-verified", "provider", id)
	}
	return fault.Conflict("fault.link-spent")
}
