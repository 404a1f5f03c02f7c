package enrollment

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
)

// Assignment puts an application in the hands of a reviewer. Seen is who had it
// when the page was shown, uuid.Nil for nobody: when that changed meanwhile, who
// asks is told instead of taking it away unknowingly.
type Assignment struct {
	To   uuid.UUID
	Seen uuid.UUID
}

// Reviewers gives the people who may have applications in hand, by name.
func (s *Service) Reviewers(ctx context.Context, actor account.Actor) ([]account.User, error) {
	if !actor.Has(account.RoleReviewer, account.RoleDecider, account.RoleContractManager) {
		return nil, fault.Forbidden()
	}
	people, err := account.WithRole(s.DB.WithContext(ctx), account.RoleReviewer)
	slices.SortFunc(people, func(a, b account.User) int { return compareNames(a.Name, b.Name) })
	return people, err
}

// Assign gives an open application to a reviewer, or takes it over. A colleague
// who gets it from somebody else gets a letter.
func (s *Service) Assign(ctx context.Context, actor account.Actor, id uuid.UUID, assignment Assignment) error {
	return s.reviewing(ctx, actor, id, func(tx *gorm.DB, application *Application, dossier *Dossier) error {
		if !application.Open() {
			return fault.Conflict("application.past-step")
		}
		if application.AssignedTo != nil && *application.AssignedTo == assignment.To {
			return nil
		}
		if known := application.AssignedTo; (known == nil) != (assignment.Seen == uuid.Nil) || (known != nil && *known != assignment.Seen) {
			return fault.Conflict("assign.changed-meanwhile")
		}
		reviewers, err := account.WithRole(tx, account.RoleReviewer)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(reviewers, func(u account.User) bool { return u.ID == assignment.To })
		if at < 0 {
			return fault.Invalid(fault.At("to", "assign.no-reviewer"))
		}
		if err := s.takeInHand(tx, actor, application, assignment.To); err != nil {
			return err
		}
		if assignment.To == actor.UserID {
			return nil
		}
		return s.tell(tx, reviewers[at:at+1], mail.ApplicationAssigned{
			Matter: application.matter(application.AssignedAt.Format(time.RFC3339Nano)), Organisation: dossier.Provider.Name,
			Reference: application.Reference, By: actor.Name, URL: s.staffURL(application),
		})
	})
}

// takeInHand writes down who has the application.
func (s *Service) takeInHand(tx *gorm.DB, actor account.Actor, application *Application, userID uuid.UUID) error {
	now := s.Now().UTC()
	application.AssignedTo, application.AssignedAt = &userID, &now
	if err := s.save(tx, actor, application, "AssignedTo", "AssignedAt"); err != nil {
		return err
	}
	return audit.Record(tx, actor, "application.assigned", "application", application.ID.String())
}

// assigneesOf gives the names of those who have these applications in hand.
func assigneesOf(db *gorm.DB, applications []Application) (map[uuid.UUID]string, error) {
	var ids []uuid.UUID
	for i := range applications {
		if to := applications[i].AssignedTo; to != nil {
			ids = append(ids, *to)
		}
	}
	return account.Names(db, ids)
}

func compareNames(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }
