package portal

import (
	"github.com/gofiber/fiber/v3"
)

// endSession ends one of the person's own sessions (ASVS 7.5.2).
func (s *Server) endSession(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	if err := s.Accounts.EndSession(v.ctx, v.actor, id); err != nil {
		return err
	}
	return v.done("/account", "session-ended")
}

// endOtherSessions ends all of them but this one.
func (s *Server) endOtherSessions(v *visit) error {
	if err := s.Accounts.EndOtherSessions(v.ctx, v.actor, v.session); err != nil {
		return err
	}
	return v.done("/account", "sessions-ended")
}

// extendSession counts the idle time from now, for the warning before it ends
// (WCAG 2.2.1).
func (s *Server) extendSession(v *visit) error {
	if err := s.Accounts.Extend(v.ctx, v.session); err != nil {
		return err
	}
	return v.SendStatus(fiber.StatusNoContent)
}
