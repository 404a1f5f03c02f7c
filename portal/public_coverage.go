package portal

import (
	"strconv"

	"providerportal/directory"
	"providerportal/directory/finding"
	"providerportal/internal/outline"
)

// CoveragePage shows where which help is, and where it is missing: a map of the
// municipalities, the same facts as a table, and every combination of product,
// target group and municipality (D9, H KPI 4).
type CoveragePage struct {
	Frame
	Form
	Summary string // how many combinations nobody offers
	Map     CoverageMap
	Towns   Table   // the facts of the map
	Tables  []Table // target group by municipality, one for each product
	CSV     string
	Credit  string

	region *directory.Region
	asked  coverageForm
}

func (p *CoveragePage) template() string { return "public/coverage" }

const coveragePath = "/aanbieders/dekking"

// coverageForm narrows the map; what does not exist in the region is left out.
type coverageForm struct {
	Product     string `form:"product"`
	TargetGroup string `form:"doelgroep"`
}

// Product asks for which help the map counts.
func (p *CoveragePage) Product() Field {
	return narrowing(p.Field("product"), p.T("coverage.product.all"), productChoices(p.region, p.Lang))
}

// TargetGroup asks for whom.
func (p *CoveragePage) TargetGroup() Field {
	choices := make([]Choice, len(p.region.TargetGroups))
	for i, group := range p.region.TargetGroups {
		choices[i] = Choice{Value: group.Code, Text: group.Name(p.Lang)}
	}
	return narrowing(p.Field("doelgroep"), p.T("coverage.doelgroep.all"), choices)
}

// reacher counts the providers for a municipality, product and target group.
type reacher func(municipality, product, targetGroup string) (providers, open int)

func newCoveragePage(frame Frame, region *directory.Region, asked coverageForm, coverage *directory.Coverage, reach reacher) *CoveragePage {
	p := &CoveragePage{
		Frame: frame, Form: newForm(frame.Words(), "coverage", &asked), region: region, asked: asked,
		CSV: coveragePath + ".csv", Credit: outline.Credit,
	}
	p.Summary = p.T("coverage.gaps", "Count", coverage.Gaps)
	p.Breadcrumbs = []Link{{p.T("home.crumb"), "/"}, {p.T("finder.title"), "/aanbieders"}}
	p.towns(coverage, reach)
	for _, product := range region.Products {
		p.Tables = append(p.Tables, p.matrix(product, coverage))
	}
	return p
}

// found is the finder with these choices; empty ones are any.
func (p *CoveragePage) found(municipality directory.Municipality, product, targetGroup string) string {
	form := inMunicipality(municipality.Slug)
	for group, code := range map[finding.Group]string{finding.Product: product, finding.TargetGroup: targetGroup} {
		if code != "" {
			form.Chosen[group] = []string{code}
		}
	}
	return form.address()
}

// towns fills the map and the table beside it with the same numbers.
func (p *CoveragePage) towns(coverage *directory.Coverage, reach reacher) {
	gaps := map[string]int{}
	for _, cell := range coverage.Cells {
		if cell.Gap() && (p.asked.Product == "" || p.asked.Product == cell.Product.Code) &&
			(p.asked.TargetGroup == "" || p.asked.TargetGroup == cell.TargetGroup.Code) {
			gaps[cell.Municipality.Code]++
		}
	}
	p.Map = newCoverageMap(&p.Frame)
	p.Towns = Table{Caption: p.T("coverage.towns"), Columns: []Column{
		{Text: p.T("coverage.municipality")}, {Text: p.T("coverage.providers"), Number: true},
		{Text: p.T("coverage.open"), Number: true}, {Text: p.T("coverage.missing"), Number: true},
	}}
	for _, municipality := range p.region.Municipalities {
		providers, open := reach(municipality.Code, p.asked.Product, p.asked.TargetGroup)
		address := p.found(municipality, p.asked.Product, p.asked.TargetGroup)
		p.Map.add(municipality, providers, address)
		p.Towns.Rows = append(p.Towns.Rows, Row{
			{Text: municipality.Name}, p.count(providers, address), {Text: strconv.Itoa(open), Number: true},
			{Text: strconv.Itoa(gaps[municipality.Code]), Number: true},
		})
	}
}

// matrix gives the counts of one product for each target group and municipality.
func (p *CoveragePage) matrix(product directory.Product, coverage *directory.Coverage) Table {
	table := Table{Caption: p.T("coverage.matrix", "Product", product.Plain(p.Lang), "Segment", p.region.Segment(product.SegmentCode).Name(p.Lang))}
	table.Columns = []Column{{Text: p.T("coverage.doelgroep")}}
	column, row := map[string]int{}, map[string]int{}
	for i, municipality := range p.region.Municipalities {
		table.Columns = append(table.Columns, Column{Text: municipality.Name, Number: true})
		column[municipality.Code] = i + 1
	}
	for _, cell := range coverage.Cells {
		if cell.Product.Code != product.Code {
			continue
		}
		at, known := row[cell.TargetGroup.Code]
		if !known {
			at = len(table.Rows)
			row[cell.TargetGroup.Code] = at
			table.Rows = append(table.Rows, append(Row{{Text: cell.TargetGroup.Name(p.Lang)}}, make(Row, len(p.region.Municipalities))...))
		}
		table.Rows[at][column[cell.Municipality.Code]] = p.count(cell.Providers, p.found(cell.Municipality, product.Code, cell.TargetGroup.Code))
	}
	return table
}

// count is a number that leads to its providers; none is marked in words too.
func (p *CoveragePage) count(providers int, address string) Cell {
	cell := Cell{Text: strconv.Itoa(providers), URL: address, Number: true}
	if providers == 0 {
		cell.Tag = Tag{Text: p.T("coverage.gap"), Look: LookWarn}
	}
	return cell
}

func (s *Server) showCoverage(v *visit) error {
	snapshot, err := s.Directory.Snapshot(v.ctx)
	if err != nil {
		return err
	}
	return v.showPublic(snapshot.Edition(), func() (page, error) {
		region := snapshot.Region()
		asked := coverageForm{region.Product(v.query("product")).Code, region.TargetGroup(v.query("doelgroep")).Code}
		return newCoveragePage(v.frame("coverage.title"), region, asked, snapshot.Coverage(), snapshot.Reach), nil
	})
}
