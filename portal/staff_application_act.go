package portal

import (
	"cmp"
	"context"

	"github.com/google/uuid"

	"providerportal/internal/account"
)

// requestSupplement sends the request that was read; a form that does not say which
// one that was sends none.
func (s *Server) requestSupplement(v *visit) error {
	var form struct {
		Plan string `form:"plan"`
	}
	if err := v.read(&form); err != nil {
		return err
	}
	return s.reviewAct(v, func(ctx context.Context, actor account.Actor, id uuid.UUID) error {
		return s.Enrollment.RequestSupplement(ctx, actor, id, cmp.Or(form.Plan, "none"))
	}, "supplement-requested")
}

func (s *Server) resumeReview(v *visit) error {
	return s.reviewAct(v, s.Enrollment.ResumeReview, "review-resumed")
}

func (s *Server) completeReview(v *visit) error {
	return s.reviewAct(v, s.Enrollment.CompleteReview, "review-completed")
}

// reviewAct does one act of a reviewer on the application of the address; a
// refusal shows the application again with the reason on top.
func (s *Server) reviewAct(v *visit, act func(context.Context, account.Actor, uuid.UUID) error, notice string) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	if err := act(v.ctx, v.actor, id); err != nil {
		return s.refuseAct(v, err)
	}
	return v.done(withQuery("/beheer/aanmeldingen/"+id.String(), fromParam, v.place()), notice)
}

// refuseAct shows the application again with the reason on top.
func (s *Server) refuseAct(v *visit, refusal error) error {
	p, err := s.reviewPage(v)
	if err != nil {
		return err
	}
	return v.refuse(&p.Form, p, refusal)
}
