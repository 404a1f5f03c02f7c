package portal

import (
	"github.com/google/uuid"

	"providerportal/enrollment"
	"providerportal/internal/words"
)

var applicationLooks = map[enrollment.Status]Look{
	enrollment.StatusDraft:               LookPlain,
	enrollment.StatusSubmitted:           LookTodo,
	enrollment.StatusUnderReview:         LookBusy,
	enrollment.StatusSupplementRequested: LookWarn,
	enrollment.StatusAdmitted:            LookGood,
	enrollment.StatusRejected:            LookBad,
	enrollment.StatusWithdrawn:           LookOff,
}

// applicationTag shows where an application stands (E6).
func applicationTag(w *words.Words, status enrollment.Status) Tag {
	return Tag{Text: w.T("application.status." + string(status)), Look: applicationLooks[status]}
}

var outcomeLooks = map[enrollment.Outcome]Look{
	enrollment.OutcomeMet:              LookGood,
	enrollment.OutcomeNotMet:           LookBad,
	enrollment.OutcomeSupplementNeeded: LookWarn,
	enrollment.OutcomeNotApplicable:    LookPlain,
}

// outcomeTag shows what was found for one requirement; the empty outcome is one
// that still waits (E7).
func outcomeTag(w *words.Words, outcome enrollment.Outcome) Tag {
	if outcome == "" {
		return Tag{Text: w.T("outcome.none"), Look: LookTodo}
	}
	return Tag{Text: w.T("outcome." + string(outcome)), Look: outcomeLooks[outcome]}
}

// checkTag shows the outcome for a requirement, or that its supplement came in.
func checkTag(w *words.Words, d *enrollment.Dossier, requirementID uuid.UUID) Tag {
	if d.Supplemented(requirementID) {
		return Tag{Text: w.T("outcome.supplemented"), Look: LookTodo}
	}
	return outcomeTag(w, d.Checks[requirementID].Outcome)
}

var contractLooks = map[enrollment.ContractStatus]Look{
	enrollment.ContractOffered:   LookBusy,
	enrollment.ContractSigned:    LookTodo,
	enrollment.ContractActive:    LookGood,
	enrollment.ContractSuspended: LookWarn,
	enrollment.ContractEnded:     LookOff,
}

// contractTag shows where a contract stands (E12).
func contractTag(w *words.Words, status enrollment.ContractStatus) Tag {
	return Tag{Text: w.T("contract.status." + string(status)), Look: contractLooks[status]}
}
