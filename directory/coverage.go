package directory

import "providerportal/directory/finding"

// Coverage tells how many findable providers help people where, with what and
// for whom (D9, H KPI 4). It is worked out from a snapshot and never kept, so a
// change shows within a second.
type Coverage struct {
	Cells []Covered // every combination, in the order of the region
	Gaps  int       // combinations that nobody offers
}

// Covered is one combination of municipality, product and target group.
type Covered struct {
	Municipality Municipality
	Product      Product
	TargetGroup  TargetGroup
	Providers    int
	Open         int // of them take new people now
}

// Gap reports that nobody offers the combination.
func (c Covered) Gap() bool { return c.Providers == 0 }

// Coverage counts every combination. A target group that was retired counts
// while somebody still offers it, and is never a gap.
func (p *Snapshot) Coverage() *Coverage {
	region, coverage := p.view.region, &Coverage{}
	for _, municipality := range region.Municipalities {
		for _, product := range region.Products {
			for _, group := range region.TargetGroups {
				cell := Covered{Municipality: municipality, Product: product, TargetGroup: group}
				cell.Providers, cell.Open = p.Reach(municipality.Code, product.Code, group.Code)
				if cell.Gap() && group.Retired() {
					continue
				}
				if cell.Gap() {
					coverage.Gaps++
				}
				coverage.Cells = append(coverage.Cells, cell)
			}
		}
	}
	return coverage
}

// Reach counts the findable providers for a municipality, product and target
// group, and how many of them take new people now; an empty code is any.
func (p *Snapshot) Reach(municipality, product, targetGroup string) (providers, open int) {
	values := map[finding.Group]string{}
	for group, code := range map[finding.Group]string{
		finding.Municipality: municipality, finding.Product: product, finding.TargetGroup: targetGroup,
	} {
		if code != "" {
			values[group] = code
		}
	}
	providers = p.view.index.Cross(p.today, values)
	if providers == 0 {
		return 0, 0
	}
	values[finding.Capacity] = finding.CapacityOpen
	return providers, p.view.index.Cross(p.today, values)
}

// Named gives the findable providers with these slugs, in the order asked for.
func (p *Snapshot) Named(slugs []string) []finding.Hit { return p.view.index.Named(p.today, slugs) }
