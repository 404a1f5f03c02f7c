package portal

import (
	"slices"
	"strings"

	"providerportal/directory"
)

// CompareRow is one fact of all the providers.
type CompareRow struct {
	Label   string
	Mark    string // says whether they differ; empty for texts of their own
	Differs bool
	Dutch   bool // what providers wrote themselves
	Cells   []CompareCell
}

// CompareCell is the fact of one provider.
type CompareCell struct {
	Name   string // of the provider, for narrow screens
	Values []string
	Lacks  string // what others have and this one has not
	Tag    Tag
}

// compareRows gives the rows in the order in which a resident asks: what it is,
// for whom, where, how, and whether there is room.
func compareRows(f *Frame, region *directory.Region, found []*directory.Public) []CompareRow {
	b := compareBuilder{frame: f, found: found}
	b.text("public-profile.mission", func(p *directory.Public) string { return p.Profile.Mission })
	b.room()
	b.list("compare.products", func(p *directory.Public) (names []string) {
		for _, code := range p.Profile.Products {
			names = append(names, region.Product(code).Plain(f.Lang))
		}
		return names
	})
	b.text("public-profile.offer", func(p *directory.Public) string { return p.Profile.Offer })
	b.list("public-profile.audience", func(p *directory.Public) []string {
		return targetGroupNames(region, p.Profile.TargetGroups, f.Lang)
	})
	b.list("public-profile.municipalities", func(p *directory.Public) []string {
		return municipalityNames(region, p.Profile.Municipalities)
	})
	b.codes("public-profile.forms", "profile.forms.", directory.FormCodes, func(p *directory.Public) []string { return p.Profile.Forms })
	b.own("public-profile.locations", func(p *directory.Public) (addresses []string) {
		for _, location := range p.Profile.Locations {
			addresses = append(addresses, location.Line())
		}
		return addresses
	})
	b.codes("public-profile.languages", "profile.languages.", directory.LanguageCodes, func(p *directory.Public) []string { return p.Profile.Languages })
	b.codes("public-profile.building", "profile.accessibility.", directory.AccessCodes, func(p *directory.Public) []string { return p.Profile.Accessibility })
	b.list("public-profile.ways", func(p *directory.Public) (ways []string) {
		for _, way := range p.Ways {
			ways = append(ways, f.T("way."+way))
		}
		return ways
	})
	b.own("compare.confirmed", func(p *directory.Public) []string {
		page := ProfilePage{Frame: *f}
		page.sayConfirmed(p)
		return lines(page.Confirmed.Text)
	})
	return b.rows
}

type compareBuilder struct {
	frame *Frame
	found []*directory.Public
	rows  []CompareRow
}

// add makes a row; its cells are filled by who asked for it.
func (b *compareBuilder) add(key string) *CompareRow {
	row := CompareRow{Label: b.frame.T(key), Cells: make([]CompareCell, len(b.found))}
	for i, public := range b.found {
		row.Cells[i].Name = public.Provider.Name
	}
	b.rows = append(b.rows, row)
	return &b.rows[len(b.rows)-1]
}

// own is what every provider has of its own: it always differs, and carries no
// mark.
func (b *compareBuilder) own(key string, of func(*directory.Public) []string) *CompareRow {
	row := b.add(key)
	row.Differs = true
	for i, public := range b.found {
		row.Cells[i].Values = of(public)
	}
	return row
}

// text is what providers wrote themselves, in Dutch.
func (b *compareBuilder) text(key string, of func(*directory.Public) string) {
	b.own(key, func(p *directory.Public) []string { return lines(of(p)) }).Dutch = true
}

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// list compares lists: each cell also names what only the others have.
func (b *compareBuilder) list(key string, of func(*directory.Public) []string) {
	row := b.add(key)
	var all []string
	for i, public := range b.found {
		row.Cells[i].Values = of(public)
		for _, value := range row.Cells[i].Values {
			if !slices.Contains(all, value) {
				all = append(all, value)
			}
		}
	}
	for i := range row.Cells {
		var lacks []string
		for _, value := range all {
			if !slices.Contains(row.Cells[i].Values, value) {
				lacks = append(lacks, value)
			}
		}
		row.Differs = row.Differs || len(lacks) > 0
		if len(lacks) > 0 && len(row.Cells[i].Values) > 0 {
			row.Cells[i].Lacks = b.frame.T("compare.lacks", "List", strings.Join(lacks, ", "))
		}
	}
	b.mark(row)
}

// codes is list for codes with a text each, in their own order.
func (b *compareBuilder) codes(key, prefix string, all []string, of func(*directory.Public) []string) {
	b.list(key, func(p *directory.Public) (texts []string) {
		for _, code := range all {
			if slices.Contains(of(p), code) {
				texts = append(texts, b.frame.T(prefix+code))
			}
		}
		return texts
	})
}

// room compares whether there is place now.
func (b *compareBuilder) room() {
	row := b.add("finder.capaciteit")
	for i, public := range b.found {
		capacity := &public.Profile.Capacity
		if capacity.SaidOn != nil {
			row.Cells[i].Tag = capacityTag(b.frame.Words(), capacity, public.Today)
			row.Cells[i].Values = lines(capacityText(b.frame, capacity, public.Today))
		}
		row.Differs = row.Differs || row.Cells[i].Tag != row.Cells[0].Tag
	}
	b.mark(row)
}

func (b *compareBuilder) mark(row *CompareRow) {
	row.Mark = b.frame.T("compare.same")
	if row.Differs {
		row.Mark = b.frame.T("compare.differs")
	}
}
