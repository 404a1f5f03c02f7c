package portal

import (
	"time"

	"github.com/google/uuid"

	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/internal/traderegister"
)

func sampleImport() (*enrollment.ContractImport, *enrollment.ImportPlan) {
	kept := &enrollment.ContractImport{
		ID: uuid.New(), FileName: "contracten-2022.xlsx", SHA256: sampleContract().AgreementSHA256, CreatedAt: sampleNow, ExpiresAt: sampleNow.Add(time.Hour),
	}
	return kept, &enrollment.ImportPlan{Digest: "d", Lines: []enrollment.ImportLine{
		{Row: 2, Organisation: "Stichting De Werkplaats", Entry: traderegister.OfKvK("00009001"), Segment: "individueel", Kind: enrollment.ImportNew, Publishes: true},
		{Row: 3, Organisation: "Groei & Werk B.V.", Entry: traderegister.OfKvK("00009002"), Segment: "collectief", Kind: enrollment.ImportChanged, Kept: []string{"mission"}, Changes: []enrollment.ImportChange{
			{Column: "ended", To: "2026-03-31"}, {Column: "offer", From: "Een vaste coach.", To: "Een vaste coach en een werkplaats."},
		}},
		{Row: 4, Organisation: "Het Kompas", Entry: traderegister.OfKvK("00009003"), Segment: "individueel", Kind: enrollment.ImportSame},
	}}
}

var _ = []struct{}{
	sample("staff-contract-import", func(frame Frame) page { return newContractImportPage(frame) }),
	sample("staff-contract-import-wrong", func(frame Frame) page {
		p := newContractImportPage(frame)
		p.fillProblems([]enrollment.ImportProblem{
			{Row: 1, Column: "Opmerking", Key: "import.wrong.column", Value: "Opmerking"},
			{Row: 7, Column: "kvk", Key: "import.wrong.kvk-short", Value: "1234567"},
			{Row: 12, Column: "organisation", Key: "import.wrong.formula", Value: "=cmd|' /C calc'!A0"},
			{Row: 12, Column: "kvk", Key: "import.wrong.twice", Args: []any{"Row", 5}},
		})
		p.Form.Fail(frame.Words(), fault.Invalid(fault.At("file", "contract-import.has-problems", "Count", 4)))
		return p
	}),
	sample("staff-contract-import-check", func(frame Frame) page {
		kept, plan := sampleImport()
		return newContractImportCheckPage(frame, sampleRegion, kept, plan, contractImportForm{})
	}),
	sample("staff-contract-import-done", func(frame Frame) page {
		kept, _ := sampleImport()
		kept.ImportedAt, kept.Outcome = &sampleNow, &enrollment.ImportOutcome{New: 38, Changed: 2, Same: 1, Published: 36, Invited: 30}
		return newContractImportCheckPage(frame, sampleRegion, kept, nil, contractImportForm{})
	}),
}
