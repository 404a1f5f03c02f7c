package enrollment

import (
	"context"
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// RulingKind is what a decision does with a contract (E12).
type RulingKind string

// The kinds of decisions about a contract; migrations/0022 repeats them.
const (
	RulingSuspend RulingKind = "suspend"
	RulingResume  RulingKind = "resume"
	RulingEnd     RulingKind = "end"
)

var rulingStatus = map[RulingKind]ContractStatus{
	RulingSuspend: ContractSuspended, RulingResume: ContractActive, RulingEnd: ContractEnded,
}

// Ruling is a decision to be made: what, why, from which day, and whether the
// provider may finish running trajectories (OH-15).
type Ruling struct {
	Kind      RulingKind
	Cause     string
	Reasons   string
	On        workday.Date
	MayFinish bool
}

// ContractDecision is a decision that was made. It takes effect on its day; until
// then it is planned and may be cancelled.
type ContractDecision struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	ContractID  uuid.UUID
	Kind        RulingKind
	Cause       string
	Reasons     string
	OnDay       workday.Date
	MayFinish   bool
	DecidedBy   uuid.UUID
	DecidedAt   time.Time
	AppliedAt   *time.Time
	CancelledBy *uuid.UUID
	CancelledAt *time.Time
}

// Planned reports whether the decision still has to take effect.
func (d *ContractDecision) Planned() bool { return d.AppliedAt == nil && d.CancelledAt == nil }

const plannedDecision = "applied_at IS NULL AND cancelled_at IS NULL"

// Rulings are the decisions that are possible now.
func (c *Contract) Rulings() []RulingKind {
	var kinds []RulingKind
	for _, kind := range []RulingKind{RulingSuspend, RulingResume, RulingEnd} {
		if c.mayRule(kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

func (c *Contract) mayRule(kind RulingKind) bool {
	to, known := rulingStatus[kind]
	if kind == RulingResume && c.Status != ContractSuspended { // signed to active is countersigning
		return false
	}
	return known && slices.Contains(contractNext[c.Status], to)
}

// Concluded reports whether both sides have signed: the contract runs or ran.
func (c *Contract) Concluded() bool { return c.ActiveFrom != nil }

// Causes are the grounds to choose from for a decision about this contract.
func (c *Contract) Causes(kind RulingKind) []string {
	switch {
	case kind == RulingResume:
		return []string{"solved", "mistake", "other"}
	case kind == RulingEnd && !c.Concluded():
		return []string{"not-signed", "offer-withdrawn", "other"}
	case kind == RulingEnd:
		return []string{"own-request", "bankruptcy", "evidence-expired", "agreements-broken", "other"}
	}
	return []string{"own-request", "evidence-expired", "agreements-broken", "other"}
}

// problems names what is wrong with a decision about the contract, on the day.
func (r Ruling) problems(c *Contract, today workday.Date) fault.Check {
	var wrong fault.Check
	wrong.Unless(slices.Contains(c.Causes(r.Kind), r.Cause), "cause", "error.choose-one")
	wrong.Unless(r.Reasons != "", "reasons", "contract.reasons-needed")
	wrong.Unless(utf8.RuneCountInString(r.Reasons) <= TextMax, "reasons", "error.max", "Max", TextMax)
	wrong.Unless(!bsn.In(r.Reasons), "reasons", "error.bsn")
	switch {
	case r.On.IsZero():
		wrong.Add("on", "error.date")
	case r.On.Before(today):
		wrong.Add("on", "contract.on-past")
	case r.On.After(today) && !c.Concluded():
		wrong.Add("on", "contract.offer-ends-today")
	}
	return wrong
}

// Rule decides to suspend, resume or end a contract (E12, OH-15). From its day on,
// today at the earliest, the provider leaves the finder or comes back. Only one
// decision can be planned; one of today may cross it.
func (s *Service) Rule(ctx context.Context, actor account.Actor, id uuid.UUID, ruling Ruling) error {
	if !actor.Has(account.RoleContractManager) {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		contract, err := takeContract(locked(tx).Where("id = ?", id))
		if err != nil {
			return err
		}
		if !contract.mayRule(ruling.Kind) {
			return fault.Conflict("contract.past-step")
		}
		if err := ruling.problems(contract, s.today()).Err(); err != nil {
			return err
		}
		decision := ContractDecision{
			ID: uuid.New(), ContractID: id, Kind: ruling.Kind, Cause: ruling.Cause, Reasons: ruling.Reasons,
			OnDay: ruling.On, MayFinish: ruling.MayFinish, DecidedBy: actor.UserID, DecidedAt: s.Now().UTC(),
		}
		if ruling.On.After(s.today()) {
			return s.planRuling(tx, actor, contract, &decision)
		}
		decision.AppliedAt = &decision.DecidedAt
		if err := tx.Create(&decision).Error; err != nil {
			return err
		}
		return s.applyRuling(tx, actor, contract, &decision)
	})
}

// planRuling keeps a decision for a later day.
func (s *Service) planRuling(tx *gorm.DB, actor account.Actor, contract *Contract, decision *ContractDecision) error {
	var planned int64
	err := tx.Model(&ContractDecision{}).Where("contract_id = ? AND "+plannedDecision, contract.ID).Count(&planned).Error
	if err != nil {
		return err
	}
	if planned > 0 {
		return fault.Conflict("contract.planned-already")
	}
	if err := tx.Create(decision).Error; err != nil {
		return err
	}
	if err := s.tellRuling(tx, contract, decision); err != nil {
		return err
	}
	return audit.Record(tx, actor, "contract."+string(decision.Kind)+"-planned", "contract", contract.ID.String())
}

// applyRuling carries a decision out: status, finder, letters. A plan that is no longer
// possible afterwards lapses.
func (s *Service) applyRuling(tx *gorm.DB, actor account.Actor, contract *Contract, decision *ContractDecision) error {
	concluded := contract.Concluded()
	if err := contract.move(rulingStatus[decision.Kind]); err != nil {
		return err
	}
	contract.SuspendedOn, contract.EndedOn = nil, nil
	change := directory.Readmit
	switch decision.Kind {
	case RulingSuspend:
		contract.SuspendedOn, change = &decision.OnDay, directory.Suspend
	case RulingEnd:
		contract.EndedOn, change = &decision.OnDay, directory.EndAdmission
	}
	if err := tx.Model(contract).Select("Status", "SuspendedOn", "EndedOn").Updates(contract).Error; err != nil {
		return err
	}
	if concluded {
		if err := change(tx, contract.ProviderID, contract.SegmentCode, decision.OnDay); err != nil {
			return err
		}
	}
	if err := s.lapse(tx, contract); err != nil {
		return err
	}
	if err := s.tellRuling(tx, contract, decision); err != nil {
		return err
	}
	return audit.Record(tx, actor, "contract."+string(contract.Status), "contract", contract.ID.String())
}

// lapse cancels a planned decision that the contract can no longer follow.
func (s *Service) lapse(tx *gorm.DB, contract *Contract) error {
	var planned []ContractDecision
	if err := tx.Where("contract_id = ? AND "+plannedDecision, contract.ID).Find(&planned).Error; err != nil {
		return err
	}
	for i := range planned {
		if contract.mayRule(planned[i].Kind) {
			continue
		}
		if err := tx.Model(&planned[i]).Update("cancelled_at", s.Now().UTC()).Error; err != nil {
			return err
		}
	}
	return nil
}

// CancelRuling takes a planned decision back before its day. seen is the one that
// was read: another that was planned since is not cancelled unseen.
func (s *Service) CancelRuling(ctx context.Context, actor account.Actor, id, seen uuid.UUID) error {
	if !actor.Has(account.RoleContractManager) {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		contract, err := takeContract(locked(tx).Where("id = ?", id))
		if err != nil {
			return err
		}
		var planned []ContractDecision
		if err := tx.Where("contract_id = ? AND "+plannedDecision, id).Find(&planned).Error; err != nil {
			return err
		}
		if len(planned) == 0 {
			return fault.Conflict("contract.nothing-planned")
		}
		if planned[0].ID != seen {
			return fault.Conflict("contract.past-step")
		}
		now := s.Now().UTC()
		planned[0].CancelledAt, planned[0].CancelledBy = &now, &actor.UserID
		if err := tx.Model(&planned[0]).Select("CancelledAt", "CancelledBy").Updates(&planned[0]).Error; err != nil {
			return err
		}
		if err := s.tellRulingCancelled(tx, contract, &planned[0]); err != nil {
			return err
		}
		return audit.Record(tx, actor, "contract.plan-cancelled", "contract", id.String())
	})
}

// SweepRulings carries out the planned decisions whose day has come. One that
// fails keeps no other back.
func (s *Service) SweepRulings(ctx context.Context) error {
	var due []ContractDecision
	err := s.DB.WithContext(ctx).Where(plannedDecision+" AND on_day <= ?", s.today()).Order("on_day, id").Find(&due).Error
	if err != nil {
		return err
	}
	var failed []error
	for _, decision := range due {
		failed = append(failed, s.applyDue(ctx, decision))
	}
	return errors.Join(failed...)
}

// applyDue applies one planned decision; it lapses when an import ended the
// contract meanwhile.
func (s *Service) applyDue(ctx context.Context, decision ContractDecision) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		contract, err := takeContract(locked(tx).Where("id = ?", decision.ContractID))
		if err != nil {
			return err
		}
		if !contract.mayRule(decision.Kind) {
			return s.lapse(tx, contract)
		}
		now := s.Now().UTC()
		taken := tx.Model(&ContractDecision{}).Where("id = ? AND "+plannedDecision, decision.ID).Update("applied_at", now)
		if taken.Error != nil || taken.RowsAffected == 0 { // cancelled, or another instance was first
			return taken.Error
		}
		decision.AppliedAt = &now
		return s.applyRuling(tx, account.System(), contract, &decision)
	})
}
