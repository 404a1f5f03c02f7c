package enrollment

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// PersonExport is what one person did in the open house (AVG-7), by reference:
// the texts belong to the organisation.
type PersonExport struct {
	Applications []PersonalPart     `json:"applications"`
	Contracts    []PersonalPart     `json:"contracts"`
	Documents    []FileFacts        `json:"documents_uploaded"`
	Invitations  []InvitationExport `json:"invitations_sent"`
}

// PersonalPart says what a person did with one application or contract.
type PersonalPart struct {
	Reference string   `json:"reference"`
	Acts      []string `json:"acts"` // started, submitted, reviewed, decided, withdrawn, signed, countersigned
}

// ExportPerson gives the part of a person to that person, and to an
// administrator who answers for one.
func (s *Service) ExportPerson(ctx context.Context, actor account.Actor, userID uuid.UUID) (*PersonExport, error) {
	if actor.UserID != userID && !actor.Has(account.RoleAdministrator) {
		return nil, fault.Missing()
	}
	db := s.DB.WithContext(ctx)
	var applications []Application
	var contracts []Contract
	export := &PersonExport{}
	for _, err := range []error{
		db.Where("? IN (started_by, submitted_by, reviewed_by, decided_by, withdrawn_by)", userID).Order("started_at, id").Find(&applications).Error,
		db.Where("? IN (signed_by, countersigned_by)", userID).Order("offered_at, id").Find(&contracts).Error,
		db.Table("documents").Select("id, name, content_type AS type, size_bytes AS bytes, sha256, stored_at AS uploaded_at").
			Where("uploaded_by = ? AND state = 'stored'", userID).Order("created_at, id").Scan(&export.Documents).Error,
		invitationsWhere(db, "invited_by = ?", userID).Find(&export.Invitations).Error,
	} {
		if err != nil {
			return nil, err
		}
	}
	for _, a := range applications {
		export.Applications = append(export.Applications, PersonalPart{a.Reference, acts(userID,
			by{"started", &a.StartedBy}, by{"submitted", a.SubmittedBy}, by{"reviewed", a.ReviewedBy}, by{"decided", a.DecidedBy},
			by{"withdrawn", a.WithdrawnBy})})
	}
	for _, c := range contracts {
		export.Contracts = append(export.Contracts, PersonalPart{c.Reference, acts(userID,
			by{"signed", c.SignedBy}, by{"countersigned", c.CountersignedBy})})
	}
	return export, nil
}

// invitationsWhere gives invitations without their reason, which is between
// consultant and MGR.
func invitationsWhere(db *gorm.DB, condition string, id uuid.UUID) *gorm.DB {
	return db.Table("invitations").Select("organisation, email, municipality_code AS municipality, invited_at").
		Where(condition, id).Order("invited_at, id")
}

type by struct {
	act  string
	user *uuid.UUID
}

// acts names those that the person did.
func acts(userID uuid.UUID, all ...by) (names []string) {
	for _, one := range all {
		if one.user != nil && *one.user == userID {
			names = append(names, one.act)
		}
	}
	return names
}
