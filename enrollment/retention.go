package enrollment

import (
	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/mail"
	"providerportal/internal/retention"
	"providerportal/internal/workday"
)

// RetentionClasses are the records of this package that have a term (RET-1):
// applications by how they ended, contracts with all that belongs to them, and
// invitations.
func (s *Service) RetentionClasses() []retention.Class {
	return []retention.Class{
		applicationClass("application-draft", StatusDraft, `GREATEST(started_at,
			(SELECT max(updated_at) FROM answers WHERE application_id = a.id),
			(SELECT max(saved_at) FROM application_parts WHERE application_id = a.id))`),
		applicationClass("application-withdrawn", StatusWithdrawn, "withdrawn_at"),
		applicationClass("application-rejected", StatusRejected, "decided_at"),
		{Code: "contract-ended", Due: dueContracts, Documents: contractDocuments, Erase: eraseContract, Known: knownContract},
		{Code: "invitation", Due: dueInvitations, Erase: eraseInvitation},
	}
}

// recordRow is a record as the queries below give it.
type recordRow struct {
	ID            string
	Reference     string
	StartedOn     workday.Date
	ApplicationID string
	Application   string // its reference
}

// rowsOf runs the query for one record, locked, or for all.
func rowsOf(query *gorm.DB, table, only string) (rows []recordRow, err error) {
	if only != "" {
		query = query.Where(table+".id = ?", only).Clauses(clause.Locking{Strength: "UPDATE", Table: clause.Table{Name: table}})
	}
	return rows, query.Order("started_on, " + table + ".id").Scan(&rows).Error
}

// localDay is the day in the region on which a moment fell.
func localDay(moment string) string { return "(" + moment + " AT TIME ZONE 'Europe/Amsterdam')::date" }

func applicationClass(code string, status Status, began string) retention.Class {
	return retention.Class{
		Code: code,
		Due: func(db *gorm.DB, latest workday.Date, only string) ([]retention.Record, error) {
			query := db.Table("applications a").Select("a.id, a.reference, "+localDay(began)+" AS started_on").
				Where("a.status = ? AND "+began+" <= ?", status, latest.End())
			rows, err := rowsOf(query, "a", only)
			records := make([]retention.Record, len(rows))
			for i, row := range rows {
				records[i] = retention.Record{ID: row.ID, Reference: row.Reference, StartedOn: row.StartedOn}
			}
			return records, err
		},
		Documents: func(tx *gorm.DB, record retention.Record) ([]uuid.UUID, error) {
			return applicationDocuments(tx, record.ID)
		},
		Erase: func(tx *gorm.DB, record retention.Record) error { return eraseApplication(tx, record.ID) },
		Known: knownApplication,
	}
}

func knownApplication(db *gorm.DB, reference string) (bool, error) {
	var count int64
	err := db.Model(&Application{}).Where("reference = ?", reference).Count(&count).Error
	return count > 0, err
}

func knownContract(db *gorm.DB, reference string) (bool, error) {
	var count int64
	err := db.Model(&Contract{}).Where("reference = ?", reference).Count(&count).Error
	return count > 0, err
}

func applicationDocuments(tx *gorm.DB, id string) (ids []uuid.UUID, err error) {
	err = tx.Raw(`SELECT document_id FROM answers WHERE application_id = @id AND document_id IS NOT NULL
		UNION SELECT document_id FROM sent_answers WHERE application_id = @id AND document_id IS NOT NULL
		UNION SELECT document_id FROM replaced_documents WHERE application_id = @id`, map[string]any{"id": id}).Scan(&ids).Error
	return ids, err
}

// applicationTables hold what belongs to an application, in the order in which it
// can go; a test knows when one is missing.
var applicationTables = []string{
	"supplement_requests", "decision_letters", "review_notes", "review_presence", "replaced_documents", "submissions", "checks", "answers", "sent_answers",
	"application_events", "application_municipalities", "application_parts", "application_terms",
}

// eraseApplication takes an application away with everything in it and every
// letter about it.
func eraseApplication(tx *gorm.DB, id string) error {
	err := tx.Exec("DELETE FROM supplement_parts WHERE request_id IN (SELECT id FROM supplement_requests WHERE application_id = ?)", id).Error
	if err != nil {
		return err
	}
	for _, table := range applicationTables {
		if err := tx.Exec("DELETE FROM "+table+" WHERE application_id = ?", id).Error; err != nil {
			return err
		}
	}
	if err := tx.Where("id = ?", id).Delete(&Application{}).Error; err != nil {
		return err
	}
	return mail.Forget(tx, "application", id)
}

func dueInvitations(db *gorm.DB, latest workday.Date, only string) ([]retention.Record, error) {
	query := db.Table("invitations i").
		Select("i.id, i.municipality_code || '-' || left(i.id::text, 8) AS reference, "+localDay("invited_at")+" AS started_on").
		Where("invited_at <= ?", latest.End())
	rows, err := rowsOf(query, "i", only)
	records := make([]retention.Record, len(rows))
	for i, row := range rows {
		records[i] = retention.Record{ID: row.ID, Reference: row.Reference, StartedOn: row.StartedOn}
	}
	return records, err
}

func eraseInvitation(tx *gorm.DB, record retention.Record) error {
	if err := tx.Where("id = ?", record.ID).Delete(&Invitation{}).Error; err != nil {
		return err
	}
	return mail.Forget(tx, "invitation", record.ID)
}
