package enrollment

import (
	"github.com/google/uuid"
	"gorm.io/gorm"
)

// answerTable is one of the two states in which the answers of an application are
// kept: what the provider works on, and what it sent last. Staff read, judge and
// keep only the second (E7).
type answerTable string

const (
	answersInWork answerTable = "answers"
	answersSent   answerTable = "sent_answers"
)

// shownToProvider is what the provider sees of its own application: its work as
// long as it may send that, and else what the reviewers have.
func (a *Application) shownToProvider() answerTable {
	if a.WithProvider() || a.SubmittedAt == nil {
		return answersInWork
	}
	return answersSent
}

// askAgain makes the outcomes of the parts that were supplemented newer: a reviewer
// who still looks at the answer of before is told, and judges nothing unseen (E7).
func askAgain(tx *gorm.DB, applicationID uuid.UUID) error {
	return tx.Model(&Check{}).Where("application_id = ? AND outcome = ?", applicationID, OutcomeSupplementNeeded).
		Update("version", gorm.Expr("version + 1")).Error
}

// freezeAnswers makes the answers of now the ones that were sent. What was
// answered to a requirement that is no longer asked did not go along.
func freezeAnswers(tx *gorm.DB, applicationID uuid.UUID) error {
	if err := tx.Exec("DELETE FROM sent_answers WHERE application_id = ?", applicationID).Error; err != nil {
		return err
	}
	return tx.Exec(`
INSERT INTO sent_answers (application_id, requirement_id, accepted, choice, text, document_id, issued_on, valid_until, updated_by, updated_at, version)
SELECT a.application_id, a.requirement_id, a.accepted, a.choice, a.text, a.document_id, a.issued_on, a.valid_until, a.updated_by, a.updated_at, a.version
FROM answers a JOIN applications p ON p.id = a.application_id JOIN requirements r ON r.id = a.requirement_id AND r.set_id = p.set_id
WHERE a.application_id = ?`, applicationID).Error
}

// dropUnsent puts the answers that a supplement does not ask for back to what was
// sent. An earlier supplement may have left work on them that was never sent, and
// that must not go along unasked (E7). What is asked for keeps it.
func dropUnsent(tx *gorm.DB, plan *SupplementPlan) error {
	application := plan.Dossier.Application.ID
	asked := make([]uuid.UUID, len(plan.Parts))
	for i, part := range plan.Parts {
		asked[i] = part.RequirementID
	}
	err := tx.Exec(`
UPDATE answers a SET accepted = s.accepted, choice = s.choice, text = s.text, document_id = s.document_id, issued_on = s.issued_on,
	valid_until = s.valid_until, updated_by = s.updated_by, updated_at = s.updated_at, version = a.version + 1
FROM sent_answers s WHERE a.application_id = ? AND s.application_id = a.application_id AND s.requirement_id = a.requirement_id
	AND a.version <> s.version AND a.requirement_id NOT IN ?`, application, asked).Error
	if err != nil {
		return err
	}
	return tx.Exec(`
DELETE FROM replaced_documents r USING answers a WHERE r.application_id = ? AND a.application_id = r.application_id
	AND a.requirement_id = r.requirement_id AND a.document_id = r.document_id`, application).Error
}
