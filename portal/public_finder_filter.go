package portal

import (
	"net/url"
	"strings"

	"providerportal/directory"
)

// finderForm is what a visitor asks of the finder: its address holds nothing
// else, and what does not exist in the region is left out.
type finderForm struct {
	Words        string `form:"q"`
	Municipality string `form:"gemeente"` // slug
	TargetGroup  string `form:"doelgroep"`
	Product      string `form:"product"`
}

// wordsMax is how much of a question is read, in characters.
const wordsMax = 200

// askedOf reads the address. Values that do not exist are ignored, so that an
// old or mistyped link still shows a list.
func askedOf(v *visit, region *directory.Region) (asked finderForm, page int) {
	asked.Words = strings.Join(strings.Fields(v.query("q")), " ")
	if runes := []rune(asked.Words); len(runes) > wordsMax {
		asked.Words = string(runes[:wordsMax])
	}
	asked.Municipality = region.MunicipalityBySlug(v.query("gemeente")).Slug
	asked.TargetGroup = region.TargetGroup(v.query("doelgroep")).Code
	asked.Product = region.Product(v.query("product")).Code
	return asked, v.page()
}

// search is the question as the directory takes it.
func (f finderForm) search(region *directory.Region, page int) directory.Search {
	return directory.Search{
		Words: f.Words, Municipality: region.MunicipalityBySlug(f.Municipality).Code,
		TargetGroup: f.TargetGroup, Product: f.Product, Page: page,
	}
}

// address is the finder with this question.
func (f finderForm) address() string {
	query := url.Values{}
	for name, values := range valuesOf(f) {
		if values[0] != "" {
			query.Set(name, values[0])
		}
	}
	return (&url.URL{Path: "/aanbieders", RawQuery: query.Encode()}).String()
}

// finderFilter is one thing that narrows the list, and the question without it.
type finderFilter struct {
	text    string
	without finderForm
}

// filters names everything that narrows the list, for chips and for loosening.
func (f finderForm) filters(region *directory.Region, lang string) []finderFilter {
	var filters []finderFilter
	add := func(text string, drop func(*finderForm)) {
		if text == "" {
			return
		}
		without := f
		drop(&without)
		filters = append(filters, finderFilter{text, without})
	}
	if f.Words != "" {
		add("‘"+f.Words+"’", func(o *finderForm) { o.Words = "" })
	}
	add(region.MunicipalityBySlug(f.Municipality).Name, func(o *finderForm) { o.Municipality = "" })
	add(region.TargetGroup(f.TargetGroup).Name(lang), func(o *finderForm) { o.TargetGroup = "" })
	add(region.Product(f.Product).Plain(lang), func(o *finderForm) { o.Product = "" })
	return filters
}
