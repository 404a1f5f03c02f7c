package portal

import (
	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/paging"
)

// InvitationsPage lists invitations and what came of them (E14): a consultant's
// own, or all of them for staff, with their reasons.
type InvitationsPage struct {
	Frame
	Staff bool
	Tabs  Tabs
	Table Table
	Pages Pagination
}

func (p *InvitationsPage) template() string { return "consultant/invitations" }

// invitationLists are the values of "lijst": the outcome, or all.
var invitationLists = []string{
	listAll, string(enrollment.InviteSent), string(enrollment.InviteRegistered), string(enrollment.InviteApplied), string(enrollment.InviteAdmitted),
}

func (s *Server) showOwnInvitations(v *visit) error   { return s.showInvitationsFor(v, false) }
func (s *Server) showStaffInvitations(v *visit) error { return s.showInvitationsFor(v, true) }

func (s *Server) showInvitationsFor(v *visit, staff bool) error {
	list := chosen(v.query("lijst"), invitationLists)
	outcome := enrollment.InviteOutcome(list)
	if list == listAll {
		outcome = ""
	}
	counts, err := s.Enrollment.InvitationCounts(v.ctx, v.actor)
	if err != nil {
		return err
	}
	found, err := s.Enrollment.Invitations(v.ctx, v.actor, outcome, v.page())
	if err != nil {
		return err
	}
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return err
	}
	p := &InvitationsPage{Frame: v.frame("invitations.title"), Staff: staff}
	p.fill(counts, found, region, list)
	return v.show(p)
}

func (p *InvitationsPage) fill(counts map[enrollment.InviteOutcome]int, found paging.Page[enrollment.Invited], region *directory.Region, list string) {
	listed := map[string]int{}
	for outcome, count := range counts {
		listed[string(outcome)], listed[listAll] = count, listed[listAll]+count
	}
	w := p.Words()
	p.Wide = p.Staff
	p.Tabs = listTabs(&p.Frame, "invitations.lists", "invitations.", list, invitationLists, listed)
	p.Pages = paginate(w, p.Path, found.Number, found.Pages)
	p.Table = Table{Caption: p.T("invitations." + list), Hidden: true, Empty: p.T("invitations.empty"), Columns: []Column{
		{Text: p.T("invitations.organisation")}, {Text: p.T("invitations.outcome")}, {Text: p.T("invitations.on")},
	}}
	if p.Staff {
		p.Table.Columns = append(p.Table.Columns, Column{Text: p.T("invitations.by")}, Column{Text: p.T("invitations.reason")})
	}
	for _, line := range found.Lines {
		row := Row{
			{Text: line.Organisation, Note: line.Email}, {Tag: inviteTag(p, line.Outcome)}, {Text: w.ShortDate(line.InvitedAt)},
		}
		if p.Staff {
			row = append(row, Cell{Text: region.Municipality(line.MunicipalityCode).Name, Note: line.InvitedByName}, Cell{Text: line.Reason})
		}
		p.Table.Rows = append(p.Table.Rows, row)
	}
}

func inviteTag(p *InvitationsPage, outcome enrollment.InviteOutcome) Tag {
	look := map[enrollment.InviteOutcome]Look{
		enrollment.InviteSent: LookOff, enrollment.InviteRegistered: LookBusy, enrollment.InviteApplied: LookBusy, enrollment.InviteAdmitted: LookGood,
	}[outcome]
	return Tag{Text: p.T("invitations." + string(outcome)), Look: look}
}
