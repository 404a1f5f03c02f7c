package portal

import (
	"github.com/google/uuid"

	"providerportal/enrollment"
)

// invitationOf is the invitation whose link was followed, or empty.
func invitationOf(v *visit) string {
	if id, err := uuid.Parse(v.query("uitnodiging")); err == nil {
		return id.String()
	}
	return ""
}

// InvitePage asks a provider without a contract to apply (E14).
type InvitePage struct {
	Frame
	Form
	Municipality string
}

func (p *InvitePage) template() string { return "consultant/invite" }

const invitationsPath = "/consulent/uitnodigingen"

type inviteForm struct {
	Organisation string `form:"organisation" clean:"line"`
	Email        string `form:"email"`
	Reason       string `form:"reason"`
}

func newInvitePage(frame Frame, municipality string, form *inviteForm) *InvitePage {
	p := &InvitePage{Frame: frame, Form: newForm(frame.Words(), "invite", form), Municipality: municipality}
	p.Breadcrumbs = []Link{{Text: p.T("invitations.title"), URL: invitationsPath}}
	return p
}

func (s *Server) invitePage(v *visit, form *inviteForm) (*InvitePage, error) {
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return nil, err
	}
	return newInvitePage(v.frame("invite.title"), region.Municipality(v.actor.Municipality).Name, form), nil
}

func (s *Server) showInvite(v *visit) error {
	p, err := s.invitePage(v, &inviteForm{})
	if err != nil {
		return err
	}
	return v.show(p)
}

func (s *Server) invite(v *visit) error {
	var form inviteForm
	if err := v.read(&form); err != nil {
		return err
	}
	err := s.Enrollment.Invite(v.ctx, v.actor, enrollment.Invitation{Organisation: form.Organisation, Email: form.Email, Reason: form.Reason})
	if err == nil {
		return v.done(invitationsPath, "invitation-sent")
	}
	p, pageErr := s.invitePage(v, &form)
	if pageErr != nil {
		return pageErr
	}
	return v.refuse(&p.Form, p, err)
}
