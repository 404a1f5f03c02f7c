package enrollment

import (
	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/mail"
	"providerportal/internal/retention"
	"providerportal/internal/workday"
)

// dueContracts gives contracts that ended, each with the application it came from,
// unless another contract still rests on that.
func dueContracts(db *gorm.DB, latest workday.Date, only string) ([]retention.Record, error) {
	query := db.Table("contracts c").
		Select("c.id, c.reference, c.ended_on AS started_on, a.id AS application_id, a.reference AS application").
		Joins(`LEFT JOIN applications a ON a.id = c.application_id
			AND NOT EXISTS (SELECT 1 FROM contracts o WHERE o.application_id = a.id AND o.id <> c.id)`).
		Where("c.status = ? AND c.ended_on <= ?", ContractEnded, latest)
	rows, err := rowsOf(query, "c", only)
	records := make([]retention.Record, len(rows))
	for i, row := range rows {
		records[i] = retention.Record{ID: row.ID, Reference: row.Reference, StartedOn: row.StartedOn}
		if row.ApplicationID != "" {
			records[i].Covers, records[i].Related = []string{row.ApplicationID}, []string{row.Application}
		}
	}
	return records, err
}

func contractDocuments(tx *gorm.DB, record retention.Record) (ids []uuid.UUID, err error) {
	err = tx.Raw(`SELECT document_id FROM contract_copies WHERE contract_id = @id
		UNION SELECT document_id FROM contract_scans WHERE contract_id = @id
		UNION SELECT document_id FROM contract_evidence WHERE contract_id = @id AND document_id IS NOT NULL`,
		map[string]any{"id": record.ID}).Scan(&ids).Error
	for _, application := range record.Covers {
		if err != nil {
			break
		}
		var more []uuid.UUID
		more, err = applicationDocuments(tx, application)
		ids = append(ids, more...)
	}
	return ids, err
}

// contractTables hold what belongs to a contract; a test knows when one is missing.
var contractTables = []string{"contract_copies", "contract_scans", "contract_evidence", "contract_decisions", "imported_contracts"}

// eraseContract takes a contract away with its papers, decisions, proof and
// letters, the application before it, and the rows of the file it was imported from.
func eraseContract(tx *gorm.DB, record retention.Record) error {
	err := tx.Exec(`UPDATE contract_imports SET rows = '[]'
		WHERE id IN (SELECT import_id FROM imported_contracts WHERE contract_id = ?)`, record.ID).Error
	if err != nil {
		return err
	}
	for _, table := range contractTables {
		if err := tx.Exec("DELETE FROM "+table+" WHERE contract_id = ?", record.ID).Error; err != nil {
			return err
		}
	}
	if err := tx.Where("id = ?", record.ID).Delete(&Contract{}).Error; err != nil {
		return err
	}
	for _, application := range record.Covers {
		if err := eraseApplication(tx, application); err != nil {
			return err
		}
	}
	return mail.Forget(tx, "contract", record.ID)
}
