package portal

// ConsultantPage lists the requests of the consultant's municipality.
type ConsultantPage struct {
	Frame
	Tabs   Tabs
	Search RequestSearch
	Chips  []NavItem
	Table  Table
	Pages  Pagination
}

func (p *ConsultantPage) template() string { return "consultant/requests" }

func consultantPage(frame Frame, list requestList) *ConsultantPage {
	list.words, list.side = frame.Words(), "consultant"
	list.path, list.detail, list.empty = "/consulent", "/consulent/verzoeken/", "consultant.empty"
	return &ConsultantPage{
		Frame: frame, Tabs: list.tabs(), Search: list.find(), Chips: filterChips(&frame, list.found),
		Table: list.table(), Pages: list.pages(),
	}
}

func (s *Server) showConsultant(v *visit) error {
	list, err := s.requestList(v)
	if err != nil {
		return err
	}
	return v.show(consultantPage(v.frame("consultant.title"), list))
}
