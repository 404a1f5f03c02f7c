package portal

// InboxPage lists the requests that were sent to the provider.
type InboxPage struct {
	Frame
	Tabs  Tabs
	Table Table
}

func (p *InboxPage) template() string { return "provider/inbox" }

func inboxPage(frame Frame, list requestList) *InboxPage {
	list.words, list.side = frame.Words(), "provider"
	list.path, list.detail, list.empty = "/mijn/verzoeken", "/mijn/verzoeken/", "inbox.empty"
	return &InboxPage{Frame: frame, Tabs: list.tabs(), Table: list.table()}
}

func (s *Server) showInbox(v *visit) error {
	lines, err := s.Matching.List(v.ctx, v.actor)
	if err != nil {
		return err
	}
	return v.show(inboxPage(v.frame("inbox.title"), requestList{lines: lines, closed: v.query("toon") == closedTab}))
}
