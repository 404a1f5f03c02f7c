package portal

import (
	"strconv"

	"providerportal/internal/fault"
)

type seenForm struct {
	Version string `form:"version"`
}

// acknowledgeProfile says that the changes on the page were seen, and none that
// were published since (D3).
func (s *Server) acknowledgeProfile(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	var form seenForm
	if err := v.read(&form); err != nil {
		return err
	}
	version, err := strconv.ParseInt(form.Version, 10, 64)
	if err != nil {
		return fault.Missing()
	}
	if err := s.Directory.Acknowledge(v.ctx, v.actor, id, version); err != nil {
		return err
	}
	return v.done(providersPath+"/"+id.String(), "profile-acknowledged")
}

// takeOffline takes a profile off the website with a reason.
func (s *Server) takeOffline(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	var form reasonForm
	if err := v.read(&form); err != nil {
		return err
	}
	refusal := s.Directory.TakeOffline(v.ctx, v.actor, id, form.Reason)
	if refusal == nil {
		return v.done(providersPath+"/"+id.String(), "profile-offline")
	}
	if !fault.Is(refusal, fault.KindInvalid) {
		return refusal
	}
	p, err := s.providerPage(v, id, &form)
	if err != nil {
		return err
	}
	return v.refuse(&p.Form, p, refusal)
}

// putOnline brings a profile back.
func (s *Server) putOnline(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	if err := s.Directory.PutOnline(v.ctx, v.actor, id); err != nil {
		return err
	}
	return v.done(providersPath+"/"+id.String(), "profile-online")
}
