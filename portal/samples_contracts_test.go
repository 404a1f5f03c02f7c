package portal

import (
	"time"

	"github.com/google/uuid"

	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/internal/paging"
	"providerportal/internal/traderegister"
	"providerportal/internal/workday"
	"providerportal/storage/documents"
)

// sampleFile is a suspended contract with an end planned, copies, and proof in
// every state.
func sampleFile() *enrollment.ContractFile {
	contract, manager := sampleContract(), uuid.New()
	from, suspended := workday.Day(2026, time.April, 1), sampleToday
	contract.Status, contract.ActiveFrom, contract.SuspendedOn = enrollment.ContractSuspended, &from, &suspended
	contract.CountersignedAt, contract.CountersignedBy, contract.Origin = &sampleNow, &manager, enrollment.OriginPortal
	file := &enrollment.ContractFile{
		Contract: *contract, Provider: sampleMaker, Template: 1, People: map[uuid.UUID]string{manager: "Co Contract"},
		Copies: map[enrollment.Side]enrollment.ContractCopy{}, Documents: map[uuid.UUID]documents.Document{},
		Decisions: []enrollment.ContractDecision{
			{Kind: enrollment.RulingSuspend, Cause: "evidence-expired", Reasons: "De polis is verlopen. Stuur ons een nieuwe polis.", OnDay: suspended, MayFinish: true, DecidedBy: manager, DecidedAt: sampleNow, AppliedAt: &sampleNow},
			{Kind: enrollment.RulingEnd, Cause: "own-request", Reasons: "U wilt stoppen met begeleiding.", OnDay: sampleToday.AddDays(30), DecidedBy: manager, DecidedAt: sampleNow.Add(time.Minute)},
		},
	}
	for i, state := range []enrollment.EvidenceState{enrollment.EvidenceCurrent, enrollment.EvidenceOffered, enrollment.EvidenceReplaced, enrollment.EvidenceCurrent} {
		document := documents.Document{ID: uuid.New(), Name: "polis.pdf", SizeBytes: 214_000, SHA256: contract.AgreementSHA256}
		file.Documents[document.ID] = document
		code, title := "AVB", "Polis van uw aansprakelijkheidsverzekering"
		if i == 3 {
			code, title = "KWA", "Keurmerk of gelijkwaardig bewijs"
		}
		file.Evidence = append(file.Evidence, enrollment.Evidence{
			ID: uuid.New(), Code: code, TitleNL: title, TitleEN: title, DocumentID: &document.ID, State: state,
			ValidUntil: sampleToday.AddDays(25 + 400*i), UploadedAt: sampleNow,
		})
	}
	for _, side := range []enrollment.Side{enrollment.SideSigned, enrollment.SideCountersigned} {
		document := documents.Document{ID: uuid.New(), Name: "raamovereenkomst-RO-4HTR-M2.pdf"}
		file.Documents[document.ID] = document
		file.Copies[side] = enrollment.ContractCopy{Side: side, DocumentID: document.ID, SHA256: contract.AgreementSHA256}
	}
	return file
}

// sampleScanned is an offered contract with a scan that waits for staff.
func sampleScanned() *enrollment.ContractFile {
	contract, sender := sampleContract(), uuid.New()
	contract.Status, contract.SignedAt = enrollment.ContractOffered, nil
	document := documents.Document{ID: uuid.New(), Name: "getekend.pdf", SHA256: contract.AgreementSHA256}
	return &enrollment.ContractFile{
		Contract: *contract, Provider: sampleMaker, Template: 1, People: map[uuid.UUID]string{sender: "Anja Janssen"},
		Documents: map[uuid.UUID]documents.Document{document.ID: document},
		Scans: []enrollment.ContractScan{
			{DocumentID: document.ID, SignatoryName: "Anja Janssen", SignatoryFunction: "Directeur", UploadedBy: sender, UploadedAt: sampleNow},
		},
	}
}

var _ = []struct{}{
	sample("staff-contracts", func(frame Frame) page {
		p := &ContractsPage{Frame: frame, Form: newForm(frame.Words(), "contracts", &contractsQuery{Search: "werk"}), Order: "name"}
		contracts := paging.At[enrollment.Signed](51, 2)
		expires := sampleToday.AddDays(25)
		signed, active := *sampleContract(), sampleFile().Contract
		signed.CountersignByOn = &expires
		contracts.Lines = []enrollment.Signed{{Contract: signed, Provider: sampleMaker}, {Contract: active, Provider: sampleMaker, Expires: &expires}}
		p.fill(map[enrollment.ContractList]int{"signed": 51, enrollment.ContractsLate: 2, enrollment.ContractsAll: 51}, contracts, listAll)
		return p
	}),
	sample("staff-contract", func(frame Frame) page {
		p := &ContractPage{Frame: frame, Form: newForm(frame.Words(), "contract", &contractForm{From: dateInputOf(sampleToday)})}
		p.fill(&enrollment.ContractFile{Contract: *sampleContract(), Provider: sampleMaker, Template: 1}, sampleToday, true)
		return p
	}),
	sample("staff-contract-suspended", func(frame Frame) page {
		p := &ContractPage{Frame: frame, Form: newForm(frame.Words(), "contract", &contractForm{})}
		p.fill(sampleFile(), sampleToday, true)
		return p
	}),
	sample("staff-contract-scan", func(frame Frame) page {
		p := &ContractPage{Frame: frame, Form: newForm(frame.Words(), "contract", &contractForm{Outcome: "refused"})}
		p.Form.Fail(frame.Words(), fault.Invalid(fault.At("reasons", "contract.reasons-needed")))
		p.fill(sampleScanned(), sampleToday, true)
		return p
	}),
	sample("staff-contract-rule", func(frame Frame) page {
		file := sampleFile()
		file.Contract.Status = enrollment.ContractActive
		p := rulingPage(frame, file, enrollment.RulingSuspend, rulingForm{On: dateInputOf(sampleToday), MayFinish: true})
		p.Form.Fail(frame.Words(), fault.Invalid(fault.At("cause", "error.choose-one"), fault.At("reasons", "contract.reasons-needed")))
		return p
	}),
	sample("staff-evidence", func(frame Frame) page {
		file := sampleFile()
		p := &RenewalPage{Frame: frame, Form: newForm(frame.Words(), "renewal", &renewalForm{})}
		p.fill(file, &file.Evidence[1], true)
		p.Tag = evidenceTag(frame.Words(), &file.Evidence[1], sampleToday)
		return p
	}),
	sample("staff-agreements", func(frame Frame) page {
		p := &AgreementsPage{Frame: frame}
		p.fill([]enrollment.AgreementTemplate{{Version: 3}, {Version: 2, InForceAt: &sampleNow}, {Version: 1, InForceAt: &sampleNow, Example: true}})
		return p
	}),
	sample("staff-agreement-version", func(frame Frame) page {
		p := &AgreementVersionPage{Frame: frame}
		p.fill(&enrollment.AgreementTemplate{Version: 1, InForceAt: &sampleNow, Example: true, Body: "RAAMOVEREENKOMST {kenmerk}\n\nArtikel 1"})
		return p
	}),
	sample("staff-agreement-edit", func(frame Frame) page {
		body := "RAAMOVEREENKOMST {kenmerk}\n\nPartijen\n1. De MGR\n2. {aanbieder}, KvK {nummer}"
		p := &AgreementEditPage{Frame: frame, Form: newForm(frame.Words(), "template", &agreementEditForm{Body: body, Revision: 2})}
		p.Form.Fail(frame.Words(), fault.Invalid(fault.At("body", "template.unknown-field", "Field", "{nummer}")))
		p.fill(&enrollment.AgreementTemplate{Version: 2, Revision: 2}, enrollment.PreviewAgreement(body, sampleToday), enrollment.ExampleValues(sampleToday))
		return p
	}),
	sample("provider-agreement-suspended", func(frame Frame) page {
		return agreementPage(titled(frame, "agreement.title"), sampleFile(), true, &agreementForm{})
	}),
	sample("provider-agreement-scan-sent", func(frame Frame) page {
		return agreementPage(titled(frame, "agreement.title"), sampleScanned(), true, &agreementForm{})
	}),
	sample("provider-agreement-scan", func(frame Frame) page {
		p := &ScanPage{Frame: titled(frame, "scan.title"), Form: newForm(frame.Words(), "scan", &scanForm{Name: "Anja Janssen"}), Limit: "25 MB"}
		p.Form.Fail(frame.Words(), fault.Invalid(fault.At("function", "error.required")))
		p.Sent = Link{Text: "getekend.pdf (212 kB)"}
		return p
	}),
	sample("provider-evidence", func(frame Frame) page {
		p := &EvidencePage{Frame: titled(frame, "evidence.title")}
		p.fill(sampleFile(), sampleToday)
		return p
	}),
	sample("provider-evidence-none", func(frame Frame) page {
		p := &EvidencePage{Frame: titled(frame, "evidence.title")}
		p.fill(nil, sampleToday)
		return p
	}),
	sample("provider-evidence-renew", func(frame Frame) page {
		p := &RenewPage{Frame: frame, Form: newForm(frame.Words(), "renew", &renewForm{}), Limit: "25 MB"}
		p.Form.Fail(frame.Words(), fault.Invalid(fault.At("validUntil", "error.date")))
		p.fill(&sampleFile().Evidence[0])
		return p
	}),
	sample("public-register-list", func(frame Frame) page {
		p := &RegisterListPage{Frame: visitorFrame(titled(frame, "register-list.title")), Form: newForm(frame.Words(), "register-list", &registerQuery{})}
		ended := sampleToday
		found := paging.At[enrollment.Registered](120, 1)
		found.Lines = []enrollment.Registered{
			{Name: "Stichting De Werkplaats", Entry: traderegister.OfKvK("69599068"), SegmentNL: "Begeleiding individueel", SegmentEN: "Individual guidance", AdmittedOn: sampleToday},
			{Name: "Groei & Werk B.V.", Entry: traderegister.OfKvK("12345678"), SegmentNL: "Begeleiding individueel", SegmentEN: "Individual guidance", AdmittedOn: sampleToday, EndedOn: &ended},
		}
		p.fill(found, "", "naam")
		return p
	}),
	sample("public-register-list-empty", func(frame Frame) page {
		p := &RegisterListPage{Frame: visitorFrame(titled(frame, "register-list.title")), Form: newForm(frame.Words(), "register-list", &registerQuery{Search: "qq"})}
		p.fill(paging.At[enrollment.Registered](0, 1), "qq", "-kvk")
		return p
	}),
}

var _ = sample("provider-agreement-decline", func(frame Frame) page {
	p := declinePage(titled(frame, "decline-offer.title"), "RO-7K4M-2P", &declineForm{})
	return p
})
