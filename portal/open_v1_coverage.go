package portal

import (
	"providerportal/directory"
	"providerportal/directory/finding"
)

// apiCoverage is how many providers there are for each municipality, product and
// target group; 0 is a gap (D9).
type apiCoverage struct {
	Municipality string `json:"gemeente"`
	Product      string `json:"product"`
	TargetGroup  string `json:"doelgroep"`
	Count        int    `json:"aantalAanbieders"`
}

// v1Coverage gives the whole matrix, gaps too.
func (s *Server) v1Coverage(v *visit) error {
	snapshot, err := s.Directory.Snapshot(v.ctx)
	if err != nil {
		return err
	}
	return v.answer(snapshot.Edition(), func() (any, error) {
		var wrong badQuestion
		if wrong.unknown(queryOf(v), nil); len(wrong) > 0 {
			return nil, wrong
		}
		return map[string]any{"dekking": coverageOf(snapshot)}, nil
	})
}

func coverageOf(snapshot *directory.Snapshot) []apiCoverage {
	type cell struct{ municipality, product, group string }
	counts := map[cell]int{}
	for _, entry := range snapshot.All() {
		for _, municipality := range entry.Values[finding.Municipality] {
			for _, product := range entry.Values[finding.Product] {
				for _, group := range entry.Values[finding.TargetGroup] {
					counts[cell{municipality, product, group}]++
				}
			}
		}
	}
	region := snapshot.Region()
	matrix := []apiCoverage{}
	for _, municipality := range region.Municipalities {
		for _, product := range region.Products {
			for _, group := range region.TargetGroups {
				count := counts[cell{municipality.Code, product.Code, group.Code}]
				if count > 0 || !group.Retired() {
					matrix = append(matrix, apiCoverage{municipality.Slug, product.Code, group.Code, count})
				}
			}
		}
	}
	return matrix
}
