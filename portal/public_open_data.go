package portal

// OpenDataPage explains what programs can read, and how (D10).
type OpenDataPage struct {
	Frame
	Base  string // address of the portal
	Count string
	Calls Table
	HSDS  Table
	Lists Table // changes of the API (API-15)
}

func (p *OpenDataPage) template() string { return "public/open_data" }

func newOpenDataPage(frame Frame, base string, providers int) *OpenDataPage {
	p := &OpenDataPage{Frame: frame, Base: base}
	p.Count = p.T("open-data.count", "Count", providers)
	p.Calls = p.table("open-data.api.table", "open-data.call.", [][2]string{
		{"/v1/openapi.json", "openapi"}, {"/v1/aanbieders", "providers"}, {"/v1/aanbieders/{id}", "provider"}, {"/v1/dekking", "coverage"},
		{"/v1/gemeenten", "municipalities"}, {"/v1/segmenten", "segments"}, {"/v1/producten", "products"}, {"/v1/doelgroepen", "groups"},
	})
	p.HSDS = p.table("open-data.hsds.table", "open-data.hsds.", [][2]string{
		{"/hsds/", "root"}, {"/hsds/services", "services"}, {"/hsds/organizations", "organizations"},
		{"/hsds/service_at_locations", "places"}, {"/hsds/taxonomies", "taxonomies"}, {"/hsds/taxonomy_terms", "terms"},
	})
	p.Lists = Table{Caption: p.T("open-data.changes.title"), Hidden: true, Columns: []Column{
		{Text: p.T("open-data.changes.version")}, {Text: p.T("open-data.changes.what")},
	}, Rows: []Row{{{Text: apiVersion}, {Text: p.T("open-data.changes.first")}}}}
	return p
}

// table lists addresses with what they give.
func (p *OpenDataPage) table(caption, prefix string, calls [][2]string) Table {
	table := Table{Caption: p.T(caption), Hidden: true, Columns: []Column{
		{Text: p.T("open-data.address")}, {Text: p.T("open-data.gives")},
	}}
	for _, call := range calls {
		table.Rows = append(table.Rows, Row{{Text: call[0]}, {Text: p.T(prefix + call[1])}})
	}
	return table
}

// Example is a question that anybody can open.
func (p *OpenDataPage) Example() string { return p.Base + "/v1/aanbieders?gemeente=venray&q=jobcoach" }

func (s *Server) showOpenData(v *visit) error {
	snapshot, err := s.Directory.Snapshot(v.ctx)
	if err != nil {
		return err
	}
	return v.showPublic(snapshot.Edition(), func() (page, error) {
		return newOpenDataPage(v.frame("open-data.title"), s.BaseURL, len(snapshot.All())), nil
	})
}
