package portal

import "providerportal/directory"

var _ = sample("coverage", func(frame Frame) page {
	frame.Title = frame.T("coverage.title")
	reach := func(municipality, product, group string) (int, int) {
		if municipality == sampleRegion.Municipalities[1].Code || group == sampleRegion.TargetGroups[0].Code && product != "" {
			return 0, 0
		}
		return len(product) + 4, 3
	}
	coverage := &directory.Coverage{}
	for _, municipality := range sampleRegion.Municipalities {
		for _, product := range sampleRegion.Products {
			for _, group := range sampleRegion.TargetGroups {
				cell := directory.Covered{Municipality: municipality, Product: product, TargetGroup: group}
				cell.Providers, cell.Open = reach(municipality.Code, product.Code, group.Code)
				if cell.Gap() {
					coverage.Gaps++
				}
				coverage.Cells = append(coverage.Cells, cell)
			}
		}
	}
	return newCoveragePage(visitorFrame(frame), sampleRegion, coverageForm{}, coverage, reach)
})
