package portal

import (
	"net/url"
	"strconv"

	"providerportal/internal/words"
)

// Pagination links the pages of a list.
type Pagination struct {
	Label          string
	Previous, Next Link
	Pages          []PageLink
}

// PageLink is one page number; Gap stands for the pages that are left out.
type PageLink struct {
	Number  int
	URL     string
	Label   string
	Current bool
	Gap     bool
}

// paginate makes the links for a list at the address current, whose parameter
// "pagina" holds the page number from 1. One page gives no links at all.
func paginate(w *words.Words, current string, page, pages int) Pagination {
	if pages <= 1 {
		return Pagination{}
	}
	p := Pagination{Label: w.T("part.pages")}
	link := func(number int) string { return withQuery(current, "pagina", strconv.Itoa(number)) }
	if page > 1 {
		p.Previous = Link{Text: w.T("part.previous"), URL: link(page - 1)}
	}
	if page < pages {
		p.Next = Link{Text: w.T("part.next"), URL: link(page + 1)}
	}
	last := 0
	for number := 1; number <= pages; number++ {
		if number != 1 && number != pages && (number < page-1 || number > page+1) {
			continue
		}
		if number > last+1 {
			p.Pages = append(p.Pages, PageLink{Gap: true})
		}
		p.Pages = append(p.Pages, PageLink{
			Number: number, URL: link(number), Current: number == page, Label: w.T("part.page", "Number", number),
		})
		last = number
	}
	return p
}

// withQuery sets one parameter of an address and keeps the others; an empty value
// takes it away.
func withQuery(address, name, value string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return address
	}
	query := parsed.Query()
	query.Set(name, value)
	if value == "" {
		query.Del(name)
	}
	return (&url.URL{Path: parsed.Path, RawQuery: query.Encode()}).String()
}
