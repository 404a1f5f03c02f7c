package portal

import (
	"net/url"
	"strconv"

	"providerportal/internal/fault"
	"providerportal/internal/paging"
	"providerportal/matching"
)

// clientList is a page of requests of the own municipality, without their text.
type clientList struct {
	Requests []clientLine    `json:"matchingverzoeken"`
	Total    int             `json:"totaal"`
	Page     int             `json:"pagina"`
	Pages    int             `json:"aantalPaginas"`
	Size     int             `json:"aantalPerPagina"`
	Links    clientPageLinks `json:"links"`
}

type clientPageLinks struct {
	Self     string `json:"self"`
	First    string `json:"first"`
	Previous string `json:"prev,omitempty"`
	Next     string `json:"next,omitempty"`
	Last     string `json:"last"`
}

// clientParts are the parts of the list by their names in the API.
var clientParts = map[string]matching.Part{
	"": matching.PartAll, "alles": matching.PartAll, "open": matching.PartOpen, "wacht": matching.PartWaiting,
	"te-laat": matching.PartLate, "gesloten": matching.PartClosed,
}

// listClientRequests gives the requests of the municipality, the most urgent first.
func (s *Server) listClientRequests(v *visit) error {
	part, number, err := v.clientListAsked()
	if err != nil {
		return err
	}
	found, err := s.Matching.List(v.ctx, v.actor, matching.Filter{}, clientParts[part], number)
	if err != nil {
		return err
	}
	list := clientList{
		Requests: []clientLine{}, Total: found.Total, Page: found.Number, Pages: found.Pages, Size: paging.Size,
		Links: s.clientPageLinks(part, found.Number, found.Pages),
	}
	for _, line := range found.Lines {
		list.Requests = append(list.Requests, clientLine{
			ID: line.ID, Reference: line.Reference, Own: line.OwnReference, Provider: line.ProviderName, Status: line.Status.Code(),
			SentAt: line.SentAt.UTC(), Clock: clientClockOf(line.Clock), HeldOn: line.HeldOn, ClosedAt: inUTC(line.ClosedAt), Links: s.clientLinks(line.ID),
		})
	}
	return v.sendTagged(list)
}

// clientListAsked reads which page of which part is wanted, and names everything
// that is wrong (API-9).
func (v *visit) clientListAsked() (part string, number int, err error) {
	var wrong fault.Check
	for name := range v.Queries() {
		if !v1Params[name] {
			wrong.Add("", "client.unknown-parameter")
		}
	}
	part, number = v.query("deel"), 1
	if _, exists := clientParts[part]; !exists {
		wrong.Add("deel", "error.unknown-choice")
	}
	if typed := v.query("pagina"); typed != "" {
		if number, err = strconv.Atoi(typed); err != nil || number < 1 {
			wrong.Add("pagina", "client.wrong-type")
		}
	}
	return part, number, wrong.Err()
}

func (s *Server) clientPageLinks(part string, number, pages int) clientPageLinks {
	at := func(page int) string {
		query := url.Values{"pagina": {strconv.Itoa(page)}}
		if part != "" {
			query.Set("deel", part)
		}
		return s.BaseURL + clientPath + "?" + query.Encode()
	}
	links := clientPageLinks{Self: at(number), First: at(1), Last: at(pages)}
	if number > 1 {
		links.Previous = at(number - 1)
	}
	if number < pages {
		links.Next = at(number + 1)
	}
	return links
}
