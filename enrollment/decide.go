package enrollment

import (
	"context"
	"slices"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
)

// Verdict is the decision on an application. Reasons are what the provider reads
// besides the outcome per requirement; a rejection needs them (E7). Letter is the
// SHA-256 of the letter that the decider read: when it would say something else
// by now, nothing is decided.
type Verdict struct {
	Admit   bool
	Reasons string
	Letter  string
}

// Decide admits or rejects (E2, E7). Admission needs every requirement met or
// not applicable; rejection needs one that is not met, and written reasons. The
// decider is somebody else than the reviewer, when the procedure asks for four
// eyes. An admission offers the framework agreement in the same transaction.
func (s *Service) Decide(ctx context.Context, actor account.Actor, id uuid.UUID, verdict Verdict) error {
	if !actor.Has(account.RoleDecider) {
		return fault.Forbidden()
	}
	return s.withDossier(ctx, actor, id, func(tx *gorm.DB, application *Application, dossier *Dossier) error {
		if !application.ReadyToDecide() {
			return fault.Conflict("application.past-step")
		}
		if err := dossier.mayDecide(actor, verdict); err != nil {
			return err
		}
		status := StatusRejected
		if verdict.Admit {
			status = StatusAdmitted
		}
		if err := application.move(status); err != nil {
			return err
		}
		now := s.Now().UTC()
		application.DecidedBy, application.DecidedAt, application.DecisionReasons = &actor.UserID, &now, verdict.Reasons
		if err := s.save(tx, actor, application, "Status", "DecidedBy", "DecidedAt", "DecisionReasons"); err != nil {
			return err
		}
		if err := s.sendLetter(tx, actor, dossier, verdict); err != nil {
			return err
		}
		if err := audit.Record(tx, actor, "application."+string(status), "application", id.String()); err != nil {
			return err
		}
		url := s.Mail.BaseURL + "/mijn/aanmelding/besluit"
		if !verdict.Admit {
			return s.tellProvider(tx, application.ProviderID, mail.ApplicationRejected{
				Matter: application.matter(""), Organisation: dossier.Provider.Name, Reference: application.Reference, URL: url,
			})
		}
		err := s.tellProvider(tx, application.ProviderID, mail.ApplicationAdmitted{
			Matter: application.matter(""), Organisation: dossier.Provider.Name, Reference: application.Reference, URL: url,
		})
		if err != nil {
			return err
		}
		return s.offer(tx, actor, application, dossier)
	})
}

// NeedsOtherDecider reports whether four eyes keep the actor from deciding, because
// the actor completed the review or ever judged a part of it, also when somebody
// else judged that part again after a supplement (E7).
func (d *Dossier) NeedsOtherDecider(actor account.Actor) bool {
	return d.Procedure.FourEyes && slices.Contains(d.Reviewers, actor.UserID)
}

// mayDecide says whether the outcomes carry the verdict.
func (d *Dossier) mayDecide(actor account.Actor, verdict Verdict) error {
	if d.NeedsOtherDecider(actor) {
		return fault.Conflict("decision.four-eyes")
	}
	var wrong fault.Check
	wrong.Unless(utf8.RuneCountInString(verdict.Reasons) <= TextMax, "reasons", "error.max", "Max", TextMax)
	wrong.Unless(!bsn.In(verdict.Reasons), "reasons", "error.bsn")
	if verdict.Admit {
		wrong.Unless(d.mayAdmit(), "verdict", "decision.not-all-met")
	} else {
		wrong.Unless(d.Has(OutcomeNotMet), "verdict", "decision.all-met")
		wrong.Unless(verdict.Reasons != "", "reasons", "decision.reasons-needed")
	}
	return wrong.Err()
}

// mayAdmit reports whether every requirement is met or not applicable.
func (d *Dossier) mayAdmit() bool {
	for _, requirement := range d.Requirements {
		outcome := d.Checks[requirement.ID].Outcome
		if outcome != OutcomeMet && outcome != OutcomeNotApplicable {
			return false
		}
	}
	return true
}
