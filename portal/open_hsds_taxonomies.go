package portal

import (
	"strings"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/internal/fault"
	"providerportal/internal/words"
)

// The lists of the region as taxonomies.
var (
	groupTaxonomy   = hsdsID(hsdsName, "doelgroepen")
	productTaxonomy = hsdsID(hsdsName, "producten")
)

func (s *Server) taxonomies() []hsdsTaxonomy {
	w := words.For(words.Default)
	return []hsdsTaxonomy{
		{groupTaxonomy, "Doelgroepen", w.T("open.hsds.groups"), s.BaseURL + "/v1/doelgroepen", apiVersion},
		{productTaxonomy, "Producten", w.T("open.hsds.products"), s.BaseURL + "/v1/producten", apiVersion},
	}
}

func (w *hsdsWriter) term(taxonomy uuid.UUID, code string) hsdsTerm {
	term := hsdsTerm{ID: hsdsID(taxonomy, code), Code: code, TaxonomyID: taxonomy, Language: "nl"}
	if taxonomy == groupTaxonomy {
		term.Taxonomy, term.Name = "Doelgroepen", w.region.TargetGroup(code).NameNL
		term.Description = term.Name
		return term
	}
	product := w.region.Product(code)
	term.Taxonomy, term.Name, term.Description = "Producten", product.NameNL, product.PlainNL
	return term
}

func termsOf(region *directory.Region) []hsdsTerm {
	w := &hsdsWriter{region: region}
	terms := make([]hsdsTerm, 0, len(region.Products)+len(region.TargetGroups))
	for _, product := range region.Products {
		terms = append(terms, w.term(productTaxonomy, product.Code))
	}
	for _, group := range region.TargetGroups {
		terms = append(terms, w.term(groupTaxonomy, group.Code))
	}
	return terms
}

func (s *Server) hsdsTaxonomies(v *visit) error {
	return v.hsds(func(*directory.Snapshot) (any, error) {
		asked, err := v.ask()
		if err != nil {
			return nil, err
		}
		fitting := []hsdsTaxonomy{}
		for _, taxonomy := range s.taxonomies() {
			if asked.says(taxonomy.Name, taxonomy.Description) {
				fitting = append(fitting, taxonomy)
			}
		}
		return pageOf(asked, fitting, asAny[hsdsTaxonomy])
	})
}

func (s *Server) hsdsTaxonomy(v *visit) error {
	return v.hsds(func(*directory.Snapshot) (any, error) {
		id, err := v.hsdsParam("taxonomy")
		if err != nil {
			return nil, err
		}
		for _, taxonomy := range s.taxonomies() {
			if taxonomy.ID == id {
				return taxonomy, nil
			}
		}
		return nil, fault.Missing()
	})
}

func (s *Server) hsdsTerms(v *visit) error {
	return v.hsds(func(snapshot *directory.Snapshot) (any, error) {
		asked, err := v.ask("taxonomy_id", "top_only", "parent_id")
		if err != nil {
			return nil, err
		}
		fitting := []hsdsTerm{}
		for _, term := range termsOf(snapshot.Region()) {
			if (asked.taxonomy == uuid.Nil || asked.taxonomy == term.TaxonomyID) && asked.parent == uuid.Nil && asked.says(term.Name, term.Description) {
				fitting = append(fitting, term)
			}
		}
		return pageOf(asked, fitting, asAny[hsdsTerm])
	})
}

func (s *Server) hsdsTerm(v *visit) error {
	return v.hsds(func(snapshot *directory.Snapshot) (any, error) {
		id, err := v.hsdsParam("term")
		if err != nil {
			return nil, err
		}
		for _, term := range termsOf(snapshot.Region()) {
			if term.ID == id {
				return term, nil
			}
		}
		return nil, fault.Missing()
	})
}

// says reports whether one of the texts holds what is searched for.
func (q *hsdsQuestion) says(texts ...string) bool {
	return strings.Contains(strings.ToLower(strings.Join(texts, "\n")), strings.ToLower(q.search))
}

func asAny[T any](list []T) ([]any, error) {
	all := make([]any, len(list))
	for i := range list {
		all[i] = list[i]
	}
	return all, nil
}
