package enrollment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/paging"
)

// InviteOutcome is what came of an invitation.
type InviteOutcome string

// The outcomes, each further than the one before.
const (
	InviteSent       InviteOutcome = "sent"
	InviteRegistered InviteOutcome = "registered"
	InviteApplied    InviteOutcome = "applied"
	InviteAdmitted   InviteOutcome = "admitted"
)

// Invited is an invitation with what came of it.
type Invited struct {
	ID               uuid.UUID
	Organisation     string
	Email            string
	MunicipalityCode string
	Reason           string
	InvitedAt        time.Time
	InvitedByName    string
	Outcome          InviteOutcome
}

// invited tells what came of each invitation: the organisation that registered
// through the link, or of which somebody has the address of the letter.
func invited(db *gorm.DB) *gorm.DB {
	return db.Table("(?) AS invited", db.Raw(`
SELECT i.id, i.organisation, i.email, i.municipality_code, i.reason, i.invited_at, i.invited_by, u.name AS invited_by_name,
	CASE WHEN o.id IS NULL THEN 'sent'
		WHEN EXISTS (SELECT 1 FROM admissions WHERE provider_id = o.id) THEN 'admitted'
		WHEN EXISTS (SELECT 1 FROM applications WHERE provider_id = o.id AND submitted_at IS NOT NULL) THEN 'applied'
		ELSE 'registered' END AS outcome
FROM invitations i
JOIN users u ON u.id = i.invited_by
LEFT JOIN LATERAL (
	SELECT coalesce(i.provider_id, (SELECT provider_id FROM users WHERE lower(email) = lower(i.email))) AS id
) o ON true`))
}

// Invitations gives one page of invitations, newest first: a consultant's own, or
// all of them with this outcome for staff; every outcome when it is empty.
func (s *Service) Invitations(ctx context.Context, actor account.Actor, outcome InviteOutcome, page int) (paging.Page[Invited], error) {
	query, err := s.invitationsFor(ctx, actor)
	if err != nil {
		return paging.Page[Invited]{}, err
	}
	if outcome != "" {
		query = query.Where("outcome = ?", outcome)
	}
	return paging.Find[Invited](query.Order("invited_at DESC, id"), page)
}

// InvitationCounts gives how many of these invitations have each outcome.
func (s *Service) InvitationCounts(ctx context.Context, actor account.Actor) (map[InviteOutcome]int, error) {
	query, err := s.invitationsFor(ctx, actor)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		Outcome InviteOutcome
		Count   int
	}
	err = query.Select("outcome, count(*) AS count").Group("outcome").Scan(&rows).Error
	counts := make(map[InviteOutcome]int, len(rows))
	for _, row := range rows {
		counts[row.Outcome] = row.Count
	}
	return counts, err
}

func (s *Service) invitationsFor(ctx context.Context, actor account.Actor) (*gorm.DB, error) {
	query := invited(s.DB.WithContext(ctx))
	switch {
	case actor.Has(account.RoleReviewer, account.RoleDecider, account.RoleContractManager):
		return query, nil
	case actor.Has(account.RoleConsultant):
		return query.Where("invited_by = ?", actor.UserID), nil
	}
	return nil, fault.Forbidden()
}
