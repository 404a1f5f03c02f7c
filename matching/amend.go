package matching

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
)

// Amend changes a request that the provider has not answered yet (T1). Which
// parts changed stands on the time line; the term runs on.
func (s *Service) Amend(ctx context.Context, actor account.Actor, id uuid.UUID, seen int, question Question) error {
	return s.perform(ctx, actor, id, ActAmend, func(tx *gorm.DB, request *Request) ([]string, event, error) {
		if err := request.unchangedSince(seen); err != nil {
			return nil, event{}, err
		}
		question.ResidentChose = true // was said when it was sent; the provider stays the same
		if err := question.check(actor, s.today()); err != nil {
			return nil, event{}, err
		}
		askable, err := directory.Askable(tx, request.ProviderID, question.ProductCode, s.Now())
		if err != nil {
			return nil, event{}, err
		}
		if !askable && question.ProductCode != request.ProductCode {
			return nil, event{}, fault.Invalid(fault.At("product", "request.not-askable"))
		}
		changed := request.amend(question)
		if len(changed) == 0 {
			return nil, event{}, fault.Conflict("request.nothing-changed")
		}
		return amendable, event{Reason: strings.Join(changed, ",")}, s.tellAmended(tx, request)
	})
}

// amendable are the columns that a consultant may change.
var amendable = []string{
	"OwnReference", "ProductCode", "Question", "Goals", "PreferredWay", "MunicipalityJoins", "StartWishOn", "StartRung",
	"TargetRung", "ContactPhone",
}

// amend takes the question over and names the parts that changed.
func (r *Request) amend(q Question) (changed []string) {
	parts := []struct {
		name string
		same bool
	}{
		{"own-reference", r.OwnReference == q.OwnReference},
		{"product", r.ProductCode == q.ProductCode},
		{"question", r.Question == q.Question},
		{"goals", r.Goals == q.Goals},
		{"way", r.PreferredWay == q.PreferredWay},
		{"joins", r.MunicipalityJoins == q.MunicipalityJoins},
		{"start", equal(r.StartWishOn, q.StartWishOn)},
		{"start-rung", equal(r.StartRung, q.StartRung)},
		{"target-rung", equal(r.TargetRung, q.TargetRung)},
		{"phone", r.ContactPhone == q.ContactPhone},
	}
	for _, part := range parts {
		if !part.same {
			changed = append(changed, part.name)
		}
	}
	r.OwnReference, r.ProductCode, r.Question, r.Goals = q.OwnReference, q.ProductCode, q.Question, q.Goals
	r.PreferredWay, r.MunicipalityJoins, r.ContactPhone = q.PreferredWay, q.MunicipalityJoins, q.ContactPhone
	r.StartWishOn, r.StartRung, r.TargetRung = q.StartWishOn, q.StartRung, q.TargetRung
	return changed
}

func equal[T comparable](a, b *T) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

func (s *Service) tellAmended(tx *gorm.DB, request *Request) error {
	provider, err := directory.ProviderByID(tx, request.ProviderID)
	if err != nil {
		return err
	}
	return s.tellIntake(tx, request, func(string) mail.Letter {
		return mail.RequestAmended{
			Matter: request.matter(fmt.Sprintf("v%d", request.Version)), Organisation: provider.Name, Reference: request.Reference,
			DueOn: request.DueOn, URL: s.providerURL(request),
		}
	})
}

// Again gives the question of a request that was declined or withdrawn, to send
// it to another provider without typing again (T3). It has a new id and names the
// request it follows.
func (s *Service) Again(ctx context.Context, actor account.Actor, id uuid.UUID) (Question, error) {
	if !actor.Has(account.RoleConsultant) {
		return Question{}, fault.Forbidden()
	}
	request, err := seen(s.DB.WithContext(ctx), actor, id)
	if err != nil {
		return Question{}, err
	}
	if request.Status != StatusDeclined && request.Status != StatusWithdrawn {
		return Question{}, fault.Conflict("request.past-step")
	}
	question := request.Asked()
	question.ID, question.Previous = uuid.New(), &request.ID
	return question, nil
}

// Asked is the question as it was asked, without what only the resident can say
// again: that this provider was chosen.
func (r *Request) Asked() Question {
	return Question{
		ID: r.ID, Municipality: r.MunicipalityCode, OwnReference: r.OwnReference, ProductCode: r.ProductCode,
		Question: r.Question, Goals: r.Goals, PreferredWay: r.PreferredWay, MunicipalityJoins: r.MunicipalityJoins,
		StartWishOn: r.StartWishOn, StartRung: r.StartRung, TargetRung: r.TargetRung, ContactPhone: r.ContactPhone,
	}
}

// checkPrevious refuses a request to follow that is not the consultant's own.
func checkPrevious(tx *gorm.DB, actor account.Actor, previous *uuid.UUID) error {
	if previous == nil {
		return nil
	}
	_, err := seen(tx, actor, *previous)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return fault.Missing()
	}
	return err
}
