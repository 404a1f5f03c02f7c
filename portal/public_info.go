package portal

// InfoPage is one of the pages about this website: privacy, cookies,
// accessibility (ACC-3) and contact. Its texts are in the catalogue under
// "<name>." and in templates/public/<name>.html.
type InfoPage struct {
	Frame
	name string
}

func (p *InfoPage) template() string { return "public/" + p.name }

// infoPages are the addresses of the information pages and their templates.
var infoPages = map[string]string{
	"/privacy":          "privacy",
	"/cookies":          "cookies",
	"/toegankelijkheid": "accessibility",
	"/contact":          "contact",
}

// newInfoPage makes the information page at an address of infoPages.
func newInfoPage(frame Frame, address string) *InfoPage {
	p := &InfoPage{Frame: frame, name: infoPages[address]}
	p.Title = p.T(p.name + ".title")
	return p
}

// Terms is the table of how long the portal keeps what (RET-1).
func (p *InfoPage) Terms() Table {
	table := Table{Caption: p.T("privacy.terms.title"), Hidden: true, Columns: []Column{
		{Text: p.T("privacy.terms.object")}, {Text: p.T("privacy.terms.term")},
	}}
	for _, key := range []string{
		"privacy.terms.agreement", "privacy.terms.rejected", "privacy.terms.draft",
		"privacy.terms.request", "privacy.terms.login",
		"privacy.terms.account", "privacy.terms.join",
	} {
		table.Rows = append(table.Rows, Row{{Text: p.T(key)}, {Text: p.T(key + ".term")}})
	}
	return table
}

// Cookies is the table of every cookie that the portal sets (AVG-10).
func (p *InfoPage) Cookies() Table {
	return Table{
		Caption: p.T("cookies.table"),
		Columns: []Column{
			{Text: p.T("cookies.name")}, {Text: p.T("cookies.goal")},
			{Text: p.T("cookies.when")}, {Text: p.T("cookies.term")},
		},
		Rows: []Row{
			{{Text: "__Host-portal"}, {Text: p.T("cookies.session.goal")}, {Text: p.T("cookies.session.when")}, {Text: p.T("cookies.session.term")}},
			{{Text: "__Host-csrf"}, {Text: p.T("cookies.csrf.goal")}, {Text: p.T("cookies.csrf.when")}, {Text: p.T("cookies.csrf.term")}},
			{{Text: "__Host-sso"}, {Text: p.T("cookies.sso.goal")}, {Text: p.T("cookies.sso.when")}, {Text: p.T("cookies.sso.term")}},
			{{Text: "__Host-lang"}, {Text: p.T("cookies.lang.goal")}, {Text: p.T("cookies.lang.when")}, {Text: p.T("cookies.lang.term")}},
		},
	}
}

// showInfo shows the information page of this address.
func (s *Server) showInfo(v *visit) error {
	p := newInfoPage(Frame{}, v.Path())
	p.Frame = v.frame(p.name + ".title")
	return v.show(p)
}
