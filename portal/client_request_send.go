package portal

import (
	"encoding/json"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
	"providerportal/matching"
)

// clientQuestion is what a system sends (T1); the municipality and the consultant
// are those of the token.
type clientQuestion struct {
	Provider      string `json:"aanbieder"` // slug
	Product       string `json:"product"`
	Own           string `json:"eigenKenmerk"`
	Question      string `json:"ondersteuningsvraag"`
	Goals         string `json:"doelen"`
	Way           string `json:"gesprekswijze"`
	Joins         bool   `json:"gemeenteSluitAan"`
	StartWish     string `json:"gewensteStart"`
	StartRung     *int   `json:"startTrede"`
	TargetRung    *int   `json:"doelTrede"`
	ResidentChose bool   `json:"inwonerKoos"`
	ContactPhone  string `json:"contactTelefoon"`
}

func (q clientQuestion) question(actor account.Actor, id uuid.UUID) matching.Question {
	asked := matching.Question{
		ID: id, Municipality: actor.Municipality, OwnReference: q.Own, ProductCode: q.Product, Question: q.Question, Goals: q.Goals,
		PreferredWay: meant(clientWays, q.Way), MunicipalityJoins: q.Joins, StartRung: q.StartRung, TargetRung: q.TargetRung,
		ResidentChose: q.ResidentChose, ContactPhone: q.ContactPhone,
	}
	if q.StartWish != "" {
		on, _ := workday.Parse(q.StartWish) // one that does not exist is zero, and refused
		asked.StartWishOn = &on
	}
	return asked
}

// clientSent is the answer to a request that was sent: what was true then, so
// that the same call later gets the same answer.
type clientSent struct {
	ID        uuid.UUID    `json:"id"`
	Reference string       `json:"kenmerk"`
	Status    string       `json:"status"`
	SentAt    time.Time    `json:"verzondenOp"`
	DueOn     workday.Date `json:"uiterlijkOp"`
	Links     clientLinks  `json:"links"`
}

// sendClientRequest sends a request; with the same key never twice.
func (s *Server) sendClientRequest(v *visit) error {
	key, err := v.idempotencyKey()
	if err != nil {
		return err
	}
	var sent clientQuestion
	body, err := v.readJSON(&sent)
	if err != nil {
		return err
	}
	answer, err := s.Clients.Once(v.ctx, v.system, key, body, func(id uuid.UUID) (string, error) {
		return s.sendForClient(v, sent, id)
	})
	if err != nil {
		return err
	}
	var told clientSent
	if err := json.Unmarshal([]byte(answer), &told); err != nil {
		return err
	}
	v.Set(fiber.HeaderLocation, told.Links.Self)
	return v.sendJSON(fiber.StatusCreated, told)
}

func (s *Server) sendForClient(v *visit, sent clientQuestion, id uuid.UUID) (string, error) {
	request, err := s.Matching.Send(v.ctx, v.actor, sent.Provider, sent.question(v.actor, id))
	if fault.Is(err, fault.KindMissing) {
		return "", fault.Invalid(fault.At("aanbieder", "client.no-provider"))
	}
	if err != nil {
		return "", err
	}
	answer, err := json.Marshal(clientSent{
		ID: request.ID, Reference: request.Reference, Status: matching.StatusSent.Code(), SentAt: request.SentAt.UTC(),
		DueOn: request.DueOn, Links: s.clientLinks(request.ID),
	})
	return string(answer), err
}
