package portal

// InboxPage lists the requests that were sent to the provider.
type InboxPage struct {
	Frame
	Tabs   Tabs
	Search RequestSearch
	Chips  []NavItem
	Table  Table
	Pages  Pagination
}

func (p *InboxPage) template() string { return "provider/inbox" }

func inboxPage(frame Frame, list requestList) *InboxPage {
	list.words, list.side = frame.Words(), "provider"
	list.path, list.detail, list.empty = "/mijn/verzoeken", "/mijn/verzoeken/", "inbox.empty"
	return &InboxPage{
		Frame: frame, Tabs: list.tabs(), Search: list.find(), Chips: filterChips(&frame, list.found),
		Table: list.table(), Pages: list.pages(),
	}
}

func (s *Server) showInbox(v *visit) error {
	list, err := s.requestList(v)
	if err != nil {
		return err
	}
	return v.show(inboxPage(v.frame("inbox.title"), list))
}
