package enrollment

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/reference"
	"providerportal/storage/database"
)

// Start gives the organisation's open application, or begins a draft (E6). A new
// one may start at once after a rejection or withdrawal, and takes over the parts
// and answers that take names, as far as they still hold.
func (s *Service) Start(ctx context.Context, actor account.Actor, take ...string) (id uuid.UUID, err error) {
	if !actor.Has(account.RoleProvider) {
		return uuid.Nil, fault.Forbidden()
	}
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		procedure, err := openProcedure(tx)
		if err != nil {
			return err
		}
		if err := holdRules(tx, procedure.ID); err != nil {
			return err
		}
		house, err := s.openHouse(tx)
		if err != nil {
			return err
		}
		if err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
			Take(&directory.Provider{}, "id = ?", actor.ProviderID).Error; err != nil {
			return err
		}
		var last Application
		err = tx.Where("provider_id = ? AND procedure_id = ?", actor.ProviderID, house.Procedure.ID).
			Order("started_at DESC").Limit(1).Find(&last).Error
		if err != nil {
			return err
		}
		over, err := contractOver(tx, last.ID)
		if err != nil {
			return err
		}
		if last.ID != uuid.Nil && (last.Open() || (last.Status == StatusAdmitted && !over)) {
			id = last.ID
			return nil
		}
		application, err := s.begin(tx, actor, house)
		if err != nil {
			return err
		}
		id = application.ID
		return s.takeOver(tx, actor, application, house, take)
	})
	return id, err
}

func (s *Service) begin(tx *gorm.DB, actor account.Actor, house *OpenHouse) (*Application, error) {
	application := &Application{
		ID: uuid.New(), Reference: reference.New("AM"), ProviderID: actor.ProviderID,
		ProcedureID: house.Procedure.ID, SetID: house.Set.ID, Status: StatusDraft,
		ContactName: actor.Name, ContactEmail: actor.Email,
		StartedBy: actor.UserID, StartedAt: s.Now().UTC(),
	}
	if err := tx.Create(application).Error; err != nil {
		return nil, err
	}
	event := Event{ApplicationID: application.ID, At: application.StartedAt, Status: StatusDraft, ActorID: &actor.UserID}
	if err := tx.Create(&event).Error; err != nil {
		return nil, err
	}
	return application, audit.Record(tx, actor, "application.started", "application", application.ID.String())
}
