package portal

import (
	"strconv"

	"providerportal/directory"
	"providerportal/matching"
)

const signalsPath = "/beheer/signalen"

// SignalsPage is what may go wrong and that nobody complains of yet: providers
// that are late again, intake points that cannot be reached, contracts that nobody
// uses, and municipalities without a provider (T10).
type SignalsPage struct {
	Frame
	Stats    []Stat
	Sections []Signal
}

// Signal is one kind, with what to do about it.
type Signal struct {
	ID, Title, Text string
	Table           Table
	All             Link // the whole list
}

func (p *SignalsPage) template() string { return "staff/signals" }

// signals are what the page is made of.
type signals struct {
	repeats             []matching.Repeat
	unreached, dormant  []directory.Watched
	unreachedN, dormanN int
	region              *directory.Region
	reach               map[string][2]int // providers, and those with room, per municipality
}

func (s *Server) showSignals(v *visit) error {
	found, err := s.signals(v)
	if err != nil {
		return err
	}
	p := &SignalsPage{Frame: v.frame("signals.title")}
	p.fill(found)
	return v.show(p)
}

func (s *Server) signals(v *visit) (found signals, err error) {
	if found.repeats, err = s.Matching.LateTwice(v.ctx, v.actor); err != nil {
		return found, err
	}
	if found.unreached, found.unreachedN, err = s.watched(v, directory.WatchIntake); err != nil {
		return found, err
	}
	if found.dormant, found.dormanN, err = s.watched(v, directory.WatchDormant); err != nil {
		return found, err
	}
	snapshot, err := s.Directory.Snapshot(v.ctx)
	if err != nil {
		return found, err
	}
	found.region, found.reach = snapshot.Region(), map[string][2]int{}
	for _, m := range found.region.Municipalities {
		providers, open := snapshot.Reach(m.Code, "", "")
		found.reach[m.Code] = [2]int{providers, open}
	}
	return found, nil
}

// watched is the first page of a list of providers, and how many there are.
func (s *Server) watched(v *visit, watch directory.Watch) ([]directory.Watched, int, error) {
	looked, err := s.looked(v, "")
	if err != nil {
		return nil, 0, err
	}
	looked.Watch = watch
	page, err := s.Directory.Watched(v.ctx, v.actor, looked)
	return page.Lines, page.Total, err
}

func (p *SignalsPage) fill(found signals) {
	p.Breadcrumbs = []Link{{Text: p.T("terms.title"), URL: termsPath}}
	var late []Row
	for _, one := range found.repeats {
		late = append(late, Row{{Text: one.Name, URL: providersPath + "/" + one.ID.String()}, {Text: one.References}})
	}
	p.add("te-laat", len(late), Table{Rows: late, Columns: p.columns("terms.provider", "signals.late.requests")}, "")
	p.add("aanmeldpunt", found.unreachedN, p.providers(found.unreached), providersPath+"?lijst=aanmeldpunt")
	p.add("nooit-gevraagd", found.dormanN, p.providers(found.dormant), providersPath+"?lijst=nooit-gevraagd")
	p.cover(found)
}

func (p *SignalsPage) columns(keys ...string) (columns []Column) {
	for _, key := range keys {
		columns = append(columns, Column{Text: p.T(key)})
	}
	return columns
}

func (p *SignalsPage) providers(lines []directory.Watched) Table {
	table := Table{Columns: p.columns("terms.provider", "providers.intake")}
	for i := range lines {
		table.Rows = append(table.Rows, Row{
			{Text: lines[i].Name, URL: providersPath + "/" + lines[i].ID.String()}, {Tag: intakeTag(p.Words(), lines[i].State)},
		})
	}
	return table
}

// cover shows every municipality in which nobody can take new people.
func (p *SignalsPage) cover(found signals) {
	table := Table{Columns: []Column{
		{Text: p.T("terms.municipality")}, {Text: p.T("signals.cover.providers"), Number: true}, {Text: p.T("signals.cover.open"), Number: true},
	}}
	for _, m := range found.region.Municipalities {
		reach := found.reach[m.Code]
		if reach[1] > 0 {
			continue
		}
		table.Rows = append(table.Rows, Row{
			{Text: m.Name}, {Text: strconv.Itoa(reach[0]), Number: true, URL: "/aanbieders?gemeente=" + m.Slug}, {Text: strconv.Itoa(reach[1]), Number: true},
		})
	}
	p.add("dekking", len(table.Rows), table, "")
}

func (p *SignalsPage) add(id string, count int, table Table, list string) {
	title := p.T("signals." + id)
	table.Caption, table.Hidden, table.Empty = title, true, p.T("signals."+id+".none")
	section := Signal{ID: id, Title: title, Text: p.T("signals." + id + ".text"), Table: table}
	if list != "" && count > 0 {
		section.All = Link{Text: p.T("signals.list", "Number", count), URL: list}
	}
	p.Sections = append(p.Sections, section)
	p.Stats = append(p.Stats, Stat{Number: strconv.Itoa(count), Text: title, URL: "#" + id})
}
