package portal

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"providerportal/enrollment"
	"providerportal/internal/workday"
)

// contractFacts are what staff see of a contract.
func contractFacts(f *Frame, file *enrollment.ContractFile) SummaryList {
	w, contract := f.Words(), &file.Contract
	list := SummaryList{}
	add := func(key string, values ...string) {
		list.Rows = append(list.Rows, row(w, f.T(key), "", values...))
	}
	add("contract.reference", contract.Reference)
	add("contract.organisation", file.Provider.Name, file.Provider.Entry.Text(w))
	if contract.Origin == enrollment.OriginImport {
		add("contract.origin", f.T("contract.origin.import"))
	} else {
		add("contract.offered-at", f.Date(contract.OfferedAt), f.T("contract.version", "Version", file.Template))
	}
	if contract.SignedAt != nil {
		add("contract.signed-by", slices.DeleteFunc([]string{contract.SignatoryName, contract.SignatoryFunction, f.Moment(*contract.SignedAt)},
			func(text string) bool { return text == "" })...)
	}
	if contract.Status == enrollment.ContractSigned && contract.CountersignByOn != nil {
		add("contract.sign-by", f.Date(*contract.CountersignByOn))
	}
	if contract.CountersignedAt != nil {
		by := ""
		if contract.CountersignedBy != nil {
			by = file.People[*contract.CountersignedBy]
		}
		add("contract.countersigned-at", by, f.Moment(*contract.CountersignedAt))
	}
	for _, one := range []struct {
		key string
		day *workday.Date
	}{
		{"contract.active-from", contract.ActiveFrom}, {"contract.suspended-on", contract.SuspendedOn}, {"contract.ended-on", contract.EndedOn},
	} {
		if one.day != nil {
			add(one.key, f.Date(*one.day))
		}
	}
	if contract.AgreementSHA256 != "" {
		add("contract.hash", contract.AgreementSHA256)
	}
	list.Rows = append(list.Rows, copyRows(f, file, "/beheer/documenten/")...)
	return list
}

// copyRows show the kept copies of the agreement with their SHA-256 (E10), or that
// they are on their way.
func copyRows(f *Frame, file *enrollment.ContractFile, documents string) []SummaryRow {
	var rows []SummaryRow
	contract := &file.Contract
	for _, one := range []struct {
		side enrollment.Side
		due  bool
	}{
		{enrollment.SideSigned, contract.SignedAt != nil}, {enrollment.SideCountersigned, contract.CountersignedAt != nil},
	} {
		kept, have := file.Copies[one.side]
		if !have && (!one.due || contract.Origin == enrollment.OriginImport) {
			continue
		}
		line := row(f.Words(), f.T("contract.copy."+string(one.side)), "")
		if have {
			line.Values = []string{"SHA-256: " + kept.SHA256}
			line.Links = []Link{{Text: file.Documents[kept.DocumentID].Name, URL: documents + kept.DocumentID.String()}}
		} else {
			line.Values = []string{f.T("contract.copy.soon")}
		}
		rows = append(rows, line)
	}
	return rows
}

// scanFacts are what staff see of the scan that waits for them.
func scanFacts(f *Frame, file *enrollment.ContractFile, scan *enrollment.ContractScan) SummaryList {
	w, document := f.Words(), file.Documents[scan.DocumentID]
	open := row(w, f.T("contract.scan.document"), "", "SHA-256: "+document.SHA256)
	open.Links = []Link{{Text: document.Name, URL: "/beheer/documenten/" + document.ID.String()}}
	return SummaryList{Rows: []SummaryRow{
		open, row(w, f.T("contract.signed-by"), "", scan.SignatoryName, scan.SignatoryFunction),
		row(w, f.T("contract.scan.sent"), "", file.People[scan.UploadedBy], f.Moment(scan.UploadedAt)),
	}}
}

// contractEvents is the life of a contract, newest first (E12).
func contractEvents(f *Frame, file *enrollment.ContractFile) []Event {
	contract, events := &file.Contract, []Event{}
	add := func(at time.Time, key, text, who string) {
		events = append(events, Event{When: f.Moment(at), Exact: at, Title: f.T("contract.event." + key), Text: text, Who: who})
	}
	name := func(id *uuid.UUID) string {
		if id == nil {
			return ""
		}
		return file.People[*id]
	}
	if contract.Origin == enrollment.OriginImport {
		add(contract.OfferedAt, "imported", "", "")
	} else {
		add(contract.OfferedAt, "offered", "", "")
	}
	for i := range file.Scans {
		scan := &file.Scans[i]
		add(scan.UploadedAt, "scan", "", file.Provider.Name)
		if scan.Outcome == enrollment.ScanRefused {
			add(*scan.CheckedAt, "scan-refused", scan.Reasons, name(scan.CheckedBy))
		}
	}
	if contract.SignedAt != nil {
		add(*contract.SignedAt, "signed", "", contract.SignatoryName)
	}
	if contract.CountersignedAt != nil {
		add(*contract.CountersignedAt, "countersigned", f.T("contract.event.from", "On", *contract.ActiveFrom), name(contract.CountersignedBy))
	}
	for i := range file.Decisions {
		events = append(events, decisionEvents(f, file, &file.Decisions[i])...)
	}
	slices.Reverse(events)
	slices.SortStableFunc(events, func(a, b Event) int { return b.Exact.Compare(a.Exact) })
	return events
}

// decisionEvents are the making, the taking effect and the cancelling of one
// decision.
func decisionEvents(f *Frame, file *enrollment.ContractFile, d *enrollment.ContractDecision) []Event {
	word := rulingWord(d.Kind, &file.Contract)
	made := Event{
		When: f.Moment(d.DecidedAt), Exact: d.DecidedAt, Title: f.T("contract.event."+word, "On", d.OnDay),
		Text: f.T("contract.cause."+d.Cause) + ": " + d.Reasons, Who: file.People[d.DecidedBy],
	}
	events := []Event{made}
	switch {
	case d.Planned():
		events = append(events, Event{When: f.Date(d.OnDay), Exact: d.OnDay.Start(), Title: f.T("contract.effect." + word), Expected: true})
	case d.CancelledAt != nil:
		who := ""
		if d.CancelledBy != nil {
			who = file.People[*d.CancelledBy]
		}
		events = append(events, Event{When: f.Moment(*d.CancelledAt), Exact: *d.CancelledAt, Title: f.T("contract.event.cancelled"), Who: who})
	case workday.On(d.DecidedAt).Before(d.OnDay):
		events = append(events, Event{When: f.Date(d.OnDay), Exact: d.OnDay.Start(), Title: f.T("contract.effect." + word)})
	}
	return events
}
