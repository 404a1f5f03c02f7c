package enrollment

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

func mayEditAgreement(actor account.Actor) error {
	if !actor.Has(account.RoleContractManager, account.RoleAdministrator) {
		return fault.Forbidden()
	}
	return nil
}

// AgreementTemplates gives every version of the agreement's text, the newest
// first; a draft stands on top.
func (s *Service) AgreementTemplates(ctx context.Context, actor account.Actor) ([]AgreementTemplate, error) {
	if err := mayEditAgreement(actor); err != nil {
		return nil, err
	}
	var list []AgreementTemplate
	return list, s.DB.WithContext(ctx).Order("version DESC").Find(&list).Error
}

// AgreementTemplate gives one version; fault.Missing when there is none.
func (s *Service) AgreementTemplate(ctx context.Context, actor account.Actor, id uuid.UUID) (*AgreementTemplate, error) {
	if err := mayEditAgreement(actor); err != nil {
		return nil, err
	}
	var template AgreementTemplate
	err := s.DB.WithContext(ctx).Take(&template, "id = ?", id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return &template, err
}

// AgreementDraft gives the draft, or one that is not kept yet with the text in
// force: its Revision is zero.
func (s *Service) AgreementDraft(ctx context.Context, actor account.Actor) (*AgreementTemplate, error) {
	if err := mayEditAgreement(actor); err != nil {
		return nil, err
	}
	return draftTemplate(s.DB.WithContext(ctx))
}

func draftTemplate(db *gorm.DB) (*AgreementTemplate, error) {
	var draft AgreementTemplate
	err := db.Where("in_force_at IS NULL").Take(&draft).Error
	if err == nil {
		return &draft, nil
	}
	if !errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, err
	}
	current, err := templateInForce(db)
	if err != nil {
		return nil, err
	}
	return &AgreementTemplate{Version: current.Version + 1, Body: current.Body, Example: current.Example}, nil
}

// DraftSeen says which draft an editor read, and which revision of it; the zero
// value for none that is kept.
type DraftSeen struct {
	ID       uuid.UUID
	Revision int
}

// Seen is the draft as it is read now.
func (t *AgreementTemplate) Seen() DraftSeen { return DraftSeen{ID: t.ID, Revision: t.Revision} }

// SaveAgreementDraft keeps the text of the draft, as long as nobody else changed
// it since it was read.
func (s *Service) SaveAgreementDraft(ctx context.Context, actor account.Actor, seen DraftSeen, body string, example bool) error {
	if err := mayEditAgreement(actor); err != nil {
		return err
	}
	if err := agreementProblems(body).Err(); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		draft, err := s.lockDraft(tx, seen)
		if err != nil {
			return err
		}
		draft.Body, draft.Example, draft.Revision = body, example, seen.Revision+1
		draft.UpdatedBy, draft.UpdatedAt = &actor.UserID, s.Now().UTC()
		if draft.ID == uuid.Nil {
			draft.ID, draft.CreatedBy, draft.CreatedAt = uuid.New(), &actor.UserID, draft.UpdatedAt
			err = tx.Create(draft).Error
		} else {
			err = tx.Model(draft).Select("Body", "Example", "Revision", "UpdatedBy", "UpdatedAt").Updates(draft).Error
		}
		if err != nil {
			return err
		}
		return audit.Record(tx, actor, "agreement.draft-saved", "agreement", draft.ID.String())
	})
}

// lockDraft holds all versions, so that two editors follow each other. Another
// draft than the editor read is refused, also one that came in its place.
func (s *Service) lockDraft(tx *gorm.DB, seen DraftSeen) (*AgreementTemplate, error) {
	if err := tx.Exec("LOCK TABLE agreement_templates IN SHARE ROW EXCLUSIVE MODE").Error; err != nil {
		return nil, err
	}
	draft, err := draftTemplate(tx)
	if err != nil {
		return nil, err
	}
	if draft.Seen() != seen {
		return nil, fault.Conflict("template.changed-meanwhile")
	}
	return draft, nil
}

// EnforceAgreement puts the draft in force: every agreement offered from now on has
// its text. Agreements that were offered keep theirs (E10).
func (s *Service) EnforceAgreement(ctx context.Context, actor account.Actor, seen DraftSeen) error {
	return s.endDraft(ctx, actor, seen, "agreement.enforced", func(tx *gorm.DB, draft *AgreementTemplate) error {
		now := s.Now().UTC()
		draft.InForceAt, draft.InForceBy = &now, &actor.UserID
		return tx.Model(draft).Select("InForceAt", "InForceBy").Updates(draft).Error
	})
}

// DropAgreementDraft throws the draft away.
func (s *Service) DropAgreementDraft(ctx context.Context, actor account.Actor, seen DraftSeen) error {
	return s.endDraft(ctx, actor, seen, "agreement.draft-dropped", func(tx *gorm.DB, draft *AgreementTemplate) error {
		return tx.Delete(draft).Error
	})
}

func (s *Service) endDraft(ctx context.Context, actor account.Actor, seen DraftSeen, action string, end func(*gorm.DB, *AgreementTemplate) error) error {
	if err := mayEditAgreement(actor); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		draft, err := s.lockDraft(tx, seen)
		if err != nil {
			return err
		}
		if draft.ID == uuid.Nil {
			return fault.Conflict("template.no-draft")
		}
		if err := end(tx, draft); err != nil {
			return err
		}
		return audit.Record(tx, actor, action, "agreement", draft.ID.String())
	})
}
