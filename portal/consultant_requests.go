package portal

// ConsultantPage lists the requests of the consultant's municipality.
type ConsultantPage struct {
	Frame
	Tabs  Tabs
	Table Table
}

func (p *ConsultantPage) template() string { return "consultant/requests" }

func consultantPage(frame Frame, list requestList) *ConsultantPage {
	list.words, list.side = frame.Words(), "consultant"
	list.path, list.detail, list.empty = "/consulent", "/consulent/verzoeken/", "consultant.empty"
	return &ConsultantPage{Frame: frame, Tabs: list.tabs(), Table: list.table()}
}

func (s *Server) showConsultant(v *visit) error {
	lines, err := s.Matching.List(v.ctx, v.actor)
	if err != nil {
		return err
	}
	return v.show(consultantPage(v.frame("consultant.title"), requestList{lines: lines, closed: v.query("toon") == closedTab}))
}
