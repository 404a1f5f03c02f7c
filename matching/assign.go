package matching

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
)

// Assign gives a request to a colleague of the provider's organisation, or to
// nobody in particular with uuid.Nil (T3). The colleague gets the letters too.
func (s *Service) Assign(ctx context.Context, actor account.Actor, id uuid.UUID, seen int, colleague uuid.UUID) error {
	return s.perform(ctx, actor, id, ActAssign, func(tx *gorm.DB, request *Request) ([]string, event, error) {
		if err := request.unchangedSince(seen); err != nil {
			return nil, event{}, err
		}
		people, err := account.OfProvider(tx, request.ProviderID)
		if err != nil {
			return nil, event{}, err
		}
		return s.hand(tx, actor, request, people, colleague, &request.AssignedTo, "AssignedTo", s.providerURL(request))
	})
}

// HandOver names a colleague of the same municipality who stands in for the
// consultant, or nobody with uuid.Nil. The colleague gets the letters too.
func (s *Service) HandOver(ctx context.Context, actor account.Actor, id uuid.UUID, seen int, colleague uuid.UUID) error {
	return s.perform(ctx, actor, id, ActHandOver, func(tx *gorm.DB, request *Request) ([]string, event, error) {
		if err := request.unchangedSince(seen); err != nil {
			return nil, event{}, err
		}
		people, err := account.ConsultantsOf(tx, request.MunicipalityCode)
		if err != nil {
			return nil, event{}, err
		}
		return s.hand(tx, actor, request, people, colleague, &request.StandInID, "StandInID", s.consultantURL(request))
	})
}

// hand puts one of the people in the field and tells that person.
func (s *Service) hand(tx *gorm.DB, actor account.Actor, request *Request, people []account.User, colleague uuid.UUID,
	field **uuid.UUID, column, url string,
) ([]string, event, error) {
	if colleague == uuid.Nil {
		*field = nil
		return []string{column}, event{}, nil
	}
	at := slices.IndexFunc(people, func(user account.User) bool { return user.ID == colleague })
	if at < 0 {
		return nil, event{}, fault.Invalid(fault.At("colleague", "error.unknown-choice"))
	}
	*field = &colleague
	if colleague == actor.UserID {
		return []string{column}, event{}, nil
	}
	provider, err := directory.ProviderByID(tx, request.ProviderID)
	if err != nil {
		return nil, event{}, err
	}
	return []string{column}, event{}, s.Mail.Queue(tx, people[at].Recipient(), mail.RequestAssigned{
		Matter: request.matter(fmt.Sprintf("v%d", request.Version)), Organisation: provider.Name, Reference: request.Reference,
		DueOn: request.DueOn, URL: url,
	})
}

// Colleagues gives the people to whom the actor may hand a request: of the same
// organisation or the same municipality.
func (s *Service) Colleagues(ctx context.Context, actor account.Actor) ([]account.User, error) {
	db := s.DB.WithContext(ctx)
	switch {
	case actor.Has(account.RoleProvider):
		return account.OfProvider(db, actor.ProviderID)
	case actor.Has(account.RoleConsultant):
		return account.ConsultantsOf(db, actor.Municipality)
	}
	return nil, fault.Forbidden()
}
