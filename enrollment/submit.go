package enrollment

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// done reports whether a task needs nothing more: complete, and saved again when
// a supplement was asked for.
func (d *Dossier) done(requirement Requirement, today workday.Date) bool {
	asked := d.Checks[requirement.ID].Outcome == OutcomeSupplementNeeded
	return d.Complete(requirement, today) && (!asked || d.Supplemented(requirement.ID))
}

// Complete reports whether the answer to the requirement has no problems on the day.
func (d *Dossier) Complete(requirement Requirement, today workday.Date) bool {
	return len(d.Problems(requirement, today)) == 0
}

// Problems names what is wrong with the answer to the requirement on the day: a
// document that was good at entry can be too old when it is sent (E4).
func (d *Dossier) Problems(requirement Requirement, today workday.Date) fault.Check {
	return requirement.problems(d.answer(requirement.ID), today)
}

// Submit sends the application (E1, E3, E6): not before the opening, complete,
// and against the requirements in force now. When those changed since the draft
// began, the draft moves to them, keeps the answers that still apply, and the
// provider is told to look again.
func (s *Service) Submit(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	if err := s.assure(actor); err != nil {
		return err
	}
	moved := false
	err := database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		application, err := lockOwn(tx, actor, id)
		if err != nil {
			return err
		}
		if !application.WithProvider() {
			return fault.Conflict("application.past-step")
		}
		if err := holdRules(tx, application.ProcedureID); err != nil {
			return err
		}
		dossier, err := dossierOf(tx, *application, answersInWork)
		if err != nil {
			return err
		}
		now := s.Now().UTC() // one moment for opening, requirements and terms
		if now.Before(dossier.Procedure.OpensAt) {
			return fault.Invalid(fault.At("submit", "application.not-open", "Opens", workday.On(dossier.Procedure.OpensAt)))
		}
		if moved, err = s.adoptSet(tx, actor, application, dossier, now); moved || err != nil {
			return err
		}
		if err := unfinishedRefusal(dossier.Unfinished(workday.On(now))); err != nil {
			return err
		}
		return s.submit(ctx, tx, actor, application, dossier, now)
	})
	if err == nil && moved {
		return fault.Conflict("application.set-changed")
	}
	return err
}

func unfinishedRefusal(codes []string) error {
	var wrong fault.Check
	for _, code := range codes {
		wrong.Add(code, "application.task-unfinished")
	}
	return wrong.Err()
}

func (s *Service) submit(ctx context.Context, tx *gorm.DB, actor account.Actor, application *Application, dossier *Dossier, now time.Time) error {
	if err := application.move(StatusSubmitted); err != nil {
		return err
	}
	decideBy, err := due(ctx, tx, now, dossier.Procedure.DecisionWorkdays)
	if err != nil {
		return err
	}
	application.SubmittedAt, application.SubmittedBy, application.DecideByOn = &now, &actor.UserID, &decideBy
	application.ReviewCompletedAt = nil
	err = s.save(tx, actor, application, "Status", "SubmittedAt", "SubmittedBy", "DecideByOn", "ReviewCompletedAt")
	if err != nil {
		return err
	}
	if err := s.keepSent(tx, actor, application, dossier); err != nil {
		return err
	}
	if err := s.keepTerm(tx, application, TermDecision, dossier.Procedure.DecisionWorkdays, decideBy); err != nil {
		return err
	}
	matter := application.matter(strconv.Itoa(len(dossier.Events)))
	err = s.tellProvider(tx, application.ProviderID, mail.ApplicationSubmitted{
		Matter: matter, Organisation: dossier.Provider.Name, Reference: application.Reference,
		SubmittedOn: workday.On(now), DecideBy: decideBy, URL: s.Mail.BaseURL + "/mijn/aanmelding",
	})
	if err != nil {
		return err
	}
	err = s.tellStaff(tx, account.RoleReviewer, mail.ApplicationReceivedStaff{
		Matter: matter, Organisation: dossier.Provider.Name, Reference: application.Reference,
		DecideBy: decideBy, URL: s.staffURL(application),
	})
	if err != nil {
		return err
	}
	return audit.Record(tx, actor, "application.submitted", "application", application.ID.String())
}

// decideAfterSilence gives the date of the decision when the provider let the
// repair term pass: what was sent before is then all there is, so the term of the
// decision counts from the end of the repair term, for everybody alike and
// whenever the reviewer goes on (E8).
func (s *Service) decideAfterSilence(tx *gorm.DB, application *Application, procedure Procedure) (workday.Date, error) {
	calendar, err := workday.Stored(tx.Statement.Context, tx)
	if err != nil {
		return workday.Date{}, err
	}
	return calendar.Due(application.SupplementDueOn.End(), procedure.DecisionWorkdays), nil
}

func (a *Application) matter(round string) mail.Matter {
	return mail.Matter{Object: "application", ID: a.ID.String(), Round: round}
}

func (s *Service) staffURL(application *Application) string {
	return s.Mail.BaseURL + "/beheer/aanmeldingen/" + application.ID.String()
}
