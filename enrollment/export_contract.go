package enrollment

import "gorm.io/gorm"

// exportContract gives a contract with the decisions about it, the proof that it
// rests on, and what an import said of it (AVG-7).
func exportContract(db *gorm.DB, contract *Contract) (ContractExport, error) {
	export := contract.export()
	evidence, err := evidenceOf(db, contract.ID)
	if err != nil {
		return export, err
	}
	for i := range evidence {
		export.Evidence = append(export.Evidence, evidence[i].export())
	}
	var decisions []ContractDecision
	if err := db.Where("contract_id = ?", contract.ID).Order("decided_at, id").Find(&decisions).Error; err != nil {
		return export, err
	}
	for i := range decisions {
		export.Decisions = append(export.Decisions, decisions[i].export())
	}
	var scans []ContractScan
	if err := db.Where("contract_id = ?", contract.ID).Order("uploaded_at, id").Find(&scans).Error; err != nil {
		return export, err
	}
	for i := range scans {
		export.Scans = append(export.Scans, scans[i].export())
	}
	var imported []importedContract
	if err := db.Where("contract_id = ?", contract.ID).Find(&imported).Error; err != nil {
		return export, err
	}
	for _, row := range imported {
		export.Imported = row.Facts
	}
	return export, nil
}

func (c *Contract) export() ContractExport {
	return ContractExport{
		Reference: c.Reference, Segment: c.SegmentCode, Status: c.Status, OfferedAt: c.OfferedAt, SignedAt: c.SignedAt,
		Signatory: c.SignatoryName, Function: c.SignatoryFunction, CountersignedAt: c.CountersignedAt,
		ActiveFrom: c.ActiveFrom, EndedOn: c.EndedOn, Text: c.AgreementText, SHA256: c.AgreementSHA256,
	}
}

func (d *ContractDecision) export() DecisionExport {
	return DecisionExport{
		Kind: d.Kind, Cause: d.Cause, Reasons: d.Reasons, On: d.OnDay, MayFinish: d.MayFinish,
		DecidedAt: d.DecidedAt, AppliedAt: d.AppliedAt, CancelledAt: d.CancelledAt,
	}
}

func (c *ContractScan) export() ScanExport {
	return ScanExport{
		Signatory: c.SignatoryName, Function: c.SignatoryFunction, DocumentID: c.DocumentID, UploadedAt: c.UploadedAt,
		Outcome: c.Outcome, Reasons: c.Reasons, CheckedAt: c.CheckedAt,
	}
}

func (e *Evidence) export() EvidenceExport {
	return EvidenceExport{
		Requirement: e.Code, Title: e.TitleNL, DocumentID: e.DocumentID, ValidUntil: e.ValidUntil, State: e.State,
		Reasons: e.Reasons, UploadedAt: e.UploadedAt, CheckedAt: e.CheckedAt,
	}
}
