package portal

import (
	"strconv"
	"strings"

	"providerportal/internal/client"
	"providerportal/internal/webhook"
	"providerportal/matching"
)

// ClientManualPage tells makers of municipal systems how to send matching
// requests and how to hear of them.
type ClientManualPage struct {
	Frame
	Base                       string
	Fields, Codes, Status      Table
	Events, Problems, Changes  Table
	PerMinute, Patience, Until int
}

func (p *ClientManualPage) template() string { return "public/client_manual" }

// manualFields are the fields of a request in the order of the example.
var manualFields = []struct {
	name   string
	needed bool
}{
	{"aanbieder", true}, {"product", true}, {"eigenKenmerk", true}, {"ondersteuningsvraag", true}, {"doelen", false},
	{"gesprekswijze", true}, {"gemeenteSluitAan", false}, {"gewensteStart", false}, {"startTrede", false}, {"doelTrede", false},
	{"contactTelefoon", false}, {"inwonerKoos", true},
}

// manualEvents are the messages that a system may get, in the order of a request's life.
var manualEvents = []string{
	"verzonden", "ontvangen", "momenten-aangeboden", "gepland", "verplaatst", "niet-gekomen", "gevoerd", "afgerond", "afgewezen", "ingetrokken",
}

func newClientManualPage(frame Frame, base string) *ClientManualPage {
	p := &ClientManualPage{
		Frame: frame, Base: base, PerMinute: client.PerMinute, Patience: int(webhook.Patience.Seconds()),
		Until: int(webhook.DisabledAfter.Hours() / 24),
	}
	p.Fields = p.table("manual.fields", "manual.field", "manual.needed", "manual.meaning")
	for _, field := range manualFields {
		needed := p.T("manual.no")
		if field.needed {
			needed = p.T("manual.yes")
		}
		p.Fields.Rows = append(p.Fields.Rows, Row{{Text: field.name}, {Text: needed}, {Text: p.T("manual.field." + field.name)}})
	}
	p.Status = p.table("manual.statuses", "manual.code", "manual.meaning")
	for _, status := range []matching.Status{
		matching.StatusSent, matching.StatusAcknowledged, matching.StatusScheduled, matching.StatusHeld,
		matching.StatusConcluded, matching.StatusDeclined, matching.StatusWithdrawn,
	} {
		p.Status.Rows = append(p.Status.Rows, Row{{Text: status.Code()}, {Text: p.T("request.status." + string(status))}})
	}
	p.Codes = p.table("manual.reasons", "manual.code", "manual.meaning")
	for _, reason := range matching.WithdrawReasons {
		p.Codes.Rows = append(p.Codes.Rows, Row{{Text: clientReasons[reason]}, {Text: p.T("withdraw." + reason)}})
	}
	p.Events = p.table("manual.events", "manual.code", "manual.meaning")
	for _, event := range manualEvents {
		p.Events.Rows = append(p.Events.Rows, Row{{Text: "matchingverzoek." + event}, {Text: p.T("manual.event." + event)}})
	}
	p.Problems = p.table("manual.problems", "manual.code", "manual.meaning")
	for _, status := range clientStatuses {
		p.Problems.Rows = append(p.Problems.Rows, Row{{Text: strconv.Itoa(status)}, {Text: p.T("client.problem.detail." + strconv.Itoa(status))}})
	}
	p.Changes = p.table("manual.changes", "manual.changes.version", "manual.changes.what")
	for _, version := range []string{"1.1", "1.0"} {
		p.Changes.Rows = append(p.Changes.Rows, Row{{Text: version}, {Text: p.T("manual.changes." + strings.ReplaceAll(version, ".", "-"))}})
	}
	return p
}

func (p *ClientManualPage) table(caption string, columns ...string) Table {
	table := Table{Caption: p.T(caption), Hidden: true}
	for _, key := range columns {
		table.Columns = append(table.Columns, Column{Text: p.T(key)})
	}
	return table
}

func (s *Server) showClientManual(v *visit) error {
	return v.show(newClientManualPage(v.frame("manual.title"), s.BaseURL))
}
