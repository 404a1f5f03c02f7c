package enrollment

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/storage/database"
)

// Organisation gives the actor's own organisation, with the name of who corrected
// it last and whether its data may still be corrected: not while a contract runs,
// because the agreement names the organisation (E10).
type Organisation struct {
	Provider  directory.Provider
	ChangedBy string
	Fixed     bool
	AtDesk    bool // an application of it lies with the MGR
}

// Organisation gives the data of the actor's organisation.
func (s *Service) Organisation(ctx context.Context, actor account.Actor) (*Organisation, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	db := s.DB.WithContext(ctx)
	provider, err := directory.ProviderByID(db, actor.ProviderID)
	if err != nil {
		return nil, err
	}
	own := &Organisation{Provider: *provider}
	if provider.ChangedBy != nil {
		names, err := account.Names(db, []uuid.UUID{*provider.ChangedBy})
		if err != nil {
			return nil, err
		}
		own.ChangedBy = names[*provider.ChangedBy]
	}
	if own.Fixed, err = contractRuns(db, actor.ProviderID); err != nil {
		return nil, err
	}
	own.Fixed = own.Fixed && len(provider.Organisation().Problems()) == 0
	err = db.Raw("SELECT EXISTS (SELECT 1 FROM applications WHERE provider_id = ? AND status IN ?)",
		actor.ProviderID, atDesk).Scan(&own.AtDesk).Error
	return own, err
}

// atDesk are the statuses in which an application lies with the MGR, or will again.
var atDesk = []Status{StatusSubmitted, StatusUnderReview, StatusSupplementRequested}

// SaveOrganisation corrects the data of the actor's organisation. Reviewers who
// have an application of it in hand are told, since they judge on those data.
func (s *Service) SaveOrganisation(ctx context.Context, actor account.Actor, wanted directory.Organisation) error {
	if !actor.Has(account.RoleProvider) {
		return fault.Forbidden()
	}
	wanted = wanted.Normal()
	if err := wanted.Problems().Err(); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		application, err := lockAtDesk(tx, actor.ProviderID)
		if err != nil {
			return err
		}
		provider, err := directory.ProviderByID(
			tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}), actor.ProviderID)
		if err != nil {
			return err
		}
		fixed, err := contractRuns(tx, provider.ID)
		if err != nil {
			return err
		}
		kept := provider.Organisation()
		if err := mayCorrect(kept, wanted, fixed); err != nil {
			return err
		}
		seen := wanted.Version
		if wanted.Version = kept.Version; wanted == kept {
			return nil
		}
		if seen != kept.Version {
			return errChanged()
		}
		if err := s.Directory.CorrectOrganisation(tx, actor, provider, wanted); err != nil || application == nil {
			return err
		}
		return s.tellInHand(tx, application, mail.OrganisationCorrected{
			Matter: application.matter(provider.ChangedAt.Format("20060102T150405.000")), Organisation: provider.Name,
			Reference: application.Reference, URL: s.staffURL(application),
		})
	})
}

// mayCorrect refuses while a contract runs; what an imported organisation still
// misses may be added, but not under another name.
func mayCorrect(kept, wanted directory.Organisation, contractRuns bool) error {
	switch {
	case contractRuns && len(kept.Problems()) == 0:
		return fault.Conflict("organisation.contract-runs")
	case contractRuns && wanted.Name != kept.Name:
		return fault.Invalid(fault.At("name", "organisation.contract-runs"))
	}
	return nil
}

// lockAtDesk holds the provider's application that lies with the MGR, so that no
// decision is taken meanwhile; nil when there is none.
func lockAtDesk(tx *gorm.DB, providerID uuid.UUID) (*Application, error) {
	var found []Application
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where("provider_id = ? AND status IN ?", providerID, atDesk).
		Order("id").Find(&found).Error
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

func contractRuns(db *gorm.DB, providerID uuid.UUID) (runs bool, err error) {
	err = db.Raw("SELECT EXISTS (SELECT 1 FROM contracts WHERE provider_id = ? AND status <> 'ended')", providerID).Scan(&runs).Error
	return runs, err
}

// tellInHand queues a letter for the reviewers who have the application in hand:
// who took it in hand, judged a part of it or completed its review.
func (s *Service) tellInHand(tx *gorm.DB, application *Application, letter mail.Letter) error {
	dossier, err := dossierOf(tx, *application, answersSent)
	if err != nil {
		return err
	}
	reviewers, err := account.WithRole(tx, account.RoleReviewer)
	if err != nil {
		return err
	}
	return s.tell(tx, dossier.inHandOf(reviewers), letter)
}

// inHandOf keeps those reviewers who have the application in hand.
func (d *Dossier) inHandOf(reviewers []account.User) []account.User {
	holders := map[uuid.UUID]bool{}
	for _, id := range d.Reviewers {
		holders[id] = true
	}
	for _, check := range d.Checks {
		holders[check.CheckedBy] = true
	}
	if to := d.Application.AssignedTo; to != nil {
		holders[*to] = true
	}
	var people []account.User
	for _, reviewer := range reviewers {
		if holders[reviewer.ID] {
			people = append(people, reviewer)
		}
	}
	return people
}
