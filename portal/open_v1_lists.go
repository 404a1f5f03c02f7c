package portal

import (
	"providerportal/directory"
	"providerportal/directory/finding"
)

// apiTerm is one value of a list of the region: what filters and providers name
// by its value.
type apiTerm struct {
	Value   string `json:"waarde"`
	Name    string `json:"naam"`
	NameEN  string `json:"naamEngels,omitempty"`
	Plain   string `json:"gewoneNaam,omitempty"` // in residents' words
	CBS     string `json:"cbsCode,omitempty"`    // of a municipality
	Segment string `json:"segment,omitempty"`    // of a product
	Number  int    `json:"nummer,omitempty"`     // of a segment
	Count   int    `json:"aantalAanbieders"`     // how many can be found with it now
	Retired bool   `json:"vervallen,omitempty"`  // nobody chooses it anew
}

func (s *Server) v1Municipalities(v *visit) error {
	return v.list("gemeenten", finding.Municipality, func(region *directory.Region, count func(string) int) (terms []apiTerm) {
		for _, m := range region.Municipalities {
			terms = append(terms, apiTerm{Value: m.Slug, Name: m.Name, CBS: m.Code, Count: count(m.Code)})
		}
		return terms
	})
}

func (s *Server) v1Segments(v *visit) error {
	return v.list("segmenten", finding.Segment, func(region *directory.Region, count func(string) int) (terms []apiTerm) {
		for _, segment := range region.Segments {
			terms = append(terms, apiTerm{
				Value: segment.Code, Name: segment.NameNL, NameEN: segment.NameEN, Number: segment.Number, Count: count(segment.Code),
			})
		}
		return terms
	})
}

func (s *Server) v1Products(v *visit) error {
	return v.list("producten", finding.Product, func(region *directory.Region, count func(string) int) (terms []apiTerm) {
		for _, product := range region.Products {
			terms = append(terms, apiTerm{
				Value: product.Code, Name: product.NameNL, NameEN: product.NameEN, Plain: product.PlainNL,
				Segment: product.SegmentCode, Count: count(product.Code),
			})
		}
		return terms
	})
}

func (s *Server) v1TargetGroups(v *visit) error {
	return v.list("doelgroepen", finding.TargetGroup, func(region *directory.Region, count func(string) int) (terms []apiTerm) {
		for _, group := range region.TargetGroups {
			terms = append(terms, apiTerm{
				Value: group.Code, Name: group.NameNL, NameEN: group.NameEN, Count: count(group.Code), Retired: group.Retired(),
			})
		}
		return terms
	})
}

// list answers with one list of the region and how many providers fit each value.
func (v *visit) list(name string, group finding.Group, make func(*directory.Region, func(string) int) []apiTerm) error {
	snapshot, err := v.server.Directory.Snapshot(v.ctx)
	if err != nil {
		return err
	}
	return v.answer(snapshot.Edition(), func() (any, error) {
		var wrong badQuestion
		if wrong.unknown(queryOf(v), nil); len(wrong) > 0 {
			return nil, wrong
		}
		counts := snapshot.Find(directory.Search{}).Counts[group]
		terms := make(snapshot.Region(), func(code string) int { return counts[code] })
		return map[string]any{name: terms}, nil
	})
}
