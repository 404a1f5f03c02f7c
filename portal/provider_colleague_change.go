package portal

import (
	"github.com/google/uuid"

	"providerportal/directory"
)

// inviteColleague makes an account in the own organisation and mails a link.
func (s *Server) inviteColleague(v *visit) error {
	var form colleagueForm
	if err := v.read(&form); err != nil {
		return err
	}
	err := s.Directory.InviteColleague(v.ctx, v.actor, directory.NewColleague{
		Name: form.Name, Email: form.Email, Admin: form.Role == colleagueAdmin,
	})
	if err == nil {
		return v.done("/mijn/collegas", "colleague-invited")
	}
	p, failed := s.colleaguesPage(v, form)
	if failed != nil {
		return failed
	}
	return v.refuse(&p.Form, p, err)
}

func (s *Server) reinviteColleague(v *visit) error {
	return s.onColleague(v, "colleague-invited-again", func(id uuid.UUID) error {
		return s.Directory.ReinviteColleague(v.ctx, v.actor, id)
	})
}

func (s *Server) changeColleague(v *visit) error {
	var form struct {
		Role string `form:"role"`
	}
	if err := v.read(&form); err != nil {
		return err
	}
	if form.Role != colleagueAdmin && form.Role != colleagueMember {
		return errBadForm
	}
	return s.onColleague(v, "colleague-changed", func(id uuid.UUID) error {
		return s.Directory.ChangeColleague(v.ctx, v.actor, id, form.Role == colleagueAdmin)
	})
}

func (s *Server) removeColleague(v *visit) error {
	return s.onColleague(v, "colleague-removed", func(id uuid.UUID) error {
		return s.Directory.RemoveColleague(v.ctx, v.actor, id)
	})
}

type joinAnswerForm struct {
	Answer string `form:"answer"`
}

// Values of the answer to a request to join.
const (
	joinAccept = "accept"
	joinRefuse = "refuse"
)

// accepted reads the answer; anything else than the two buttons is no answer.
func (f joinAnswerForm) accepted() (accept bool, err error) {
	if f.Answer != joinAccept && f.Answer != joinRefuse {
		return false, errBadForm
	}
	return f.Answer == joinAccept, nil
}

func joinNotice(accept bool) string {
	if accept {
		return "join-accepted"
	}
	return "join-refused"
}

func (s *Server) answerJoinRequest(v *visit) error {
	var form joinAnswerForm
	if err := v.read(&form); err != nil {
		return err
	}
	accept, err := form.accepted()
	if err != nil {
		return err
	}
	return s.onColleague(v, joinNotice(accept), func(id uuid.UUID) error {
		return s.Directory.AnswerJoinRequest(v.ctx, v.actor, id, accept)
	})
}

// onColleague does an act on what the address names, and tells a refusal above
// the list.
func (s *Server) onColleague(v *visit, notice string, act func(id uuid.UUID) error) error {
	id, err := v.id()
	if err == nil {
		err = act(id)
	}
	if err == nil {
		return v.done("/mijn/collegas", notice)
	}
	p, failed := s.colleaguesPage(v, colleagueForm{Role: colleagueMember})
	if failed != nil {
		return failed
	}
	return v.refuse(&p.Form, p, err)
}
