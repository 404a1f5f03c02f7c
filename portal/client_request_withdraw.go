package portal

import (
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/google/uuid"

	"providerportal/internal/fault"
	"providerportal/matching"
)

// clientWithdrawal takes a request back (T3).
type clientWithdrawal struct {
	Reason string `json:"reden"`
	Note   string `json:"toelichting"`
}

type clientWithdrawn struct {
	Reason string     `json:"reden"`
	At     *time.Time `json:"ingetrokkenOp"`
}

// withdrawClientRequest takes a request back. Who asks it again with the same
// reason, because the answer got lost, gets the same answer.
func (s *Server) withdrawClientRequest(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	var sent clientWithdrawal
	if _, err := v.readJSON(&sent); err != nil {
		return err
	}
	reason := meant(clientReasons, sent.Reason)
	refused := s.Matching.Withdraw(v.ctx, v.actor, id, matching.Ending{Reason: reason, Note: sent.Note})
	if refused != nil && !fault.Is(refused, fault.KindConflict) {
		return refused
	}
	withdrawn, err := s.clientWithdrawn(v, id)
	switch {
	case refused != nil && (err != nil || withdrawn.Reason != sent.Reason):
		return refused
	case err != nil:
		return err
	case refused != nil:
		return v.sendJSON(fiber.StatusOK, withdrawn)
	}
	v.Set(fiber.HeaderLocation, s.clientLinks(id).Self+"/intrekking")
	return v.sendJSON(fiber.StatusCreated, withdrawn)
}

func (s *Server) clientWithdrawn(v *visit, id uuid.UUID) (*clientWithdrawn, error) {
	found, err := s.Matching.Case(v.ctx, v.actor, id)
	if err != nil {
		return nil, err
	}
	if found.Request.Status != matching.StatusWithdrawn {
		return nil, fault.Missing()
	}
	return &clientWithdrawn{Reason: clientReasons[found.Request.CloseReason], At: inUTC(found.Request.ClosedAt)}, nil
}

// showClientWithdrawal gives why and when a request was taken back.
func (s *Server) showClientWithdrawal(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	withdrawn, err := s.clientWithdrawn(v, id)
	if err != nil {
		return err
	}
	return v.sendTagged(withdrawn)
}
