package portal

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/words"
)

// What an account looks like in the lists and pages of administrators.

func accountPath(id uuid.UUID) string { return "/beheer/accounts/" + id.String() }

// rightsText names the rights of a person, such as "Toetser, Beslisser".
func rightsText(w *words.Words, person *account.Person) string {
	var names []string
	for _, role := range person.RoleNames() {
		names = append(names, w.T("role."+string(role)))
	}
	if person.ProviderID != nil && person.ClosedAt == nil {
		key := "colleague.role.member"
		if person.ProviderAdmin {
			key = "colleague.role.admin"
		}
		names = append(names, strings.ToLower(w.T(key)))
	}
	return strings.Join(names, ", ")
}

// rightsSince is when the rights last changed.
func rightsSince(person *account.Person) time.Time {
	if person.RightsAt != nil {
		return *person.RightsAt
	}
	return person.CreatedAt
}

func dateOrNever(w *words.Words, at *time.Time) string {
	if at == nil {
		return w.T("accounts.never")
	}
	return w.ShortDate(*at)
}

func momentOrNever(w *words.Words, at *time.Time) string {
	if at == nil {
		return w.T("accounts.never")
	}
	return w.Moment(*at)
}

func factorText(w *words.Words, yes bool) string {
	if yes {
		return w.T("accounts.factor.yes")
	}
	return w.T("accounts.factor.no")
}

// stateTag marks who did not follow the link yet, and who is gone.
func stateTag(w *words.Words, person *account.Person) Tag {
	switch {
	case person.ClosedAt != nil:
		return Tag{Text: w.T("accounts.closed"), Look: LookOff}
	case person.Invited():
		return Tag{Text: w.T("colleagues.invited"), Look: LookBusy}
	}
	return Tag{}
}

// places tells where people belong: the names of organisations and municipalities.
type places struct {
	providers map[uuid.UUID]string
	region    *directory.Region
}

func (s *Server) places(v *visit) (places, error) {
	providers, err := s.Directory.ProviderNames(v.ctx)
	if err != nil {
		return places{}, err
	}
	region, err := s.Directory.Region(v.ctx)
	return places{providers, region}, err
}

func (p places) of(person *account.Person) string {
	switch {
	case person.ProviderID != nil:
		return p.providers[*person.ProviderID]
	case person.MunicipalityCode != nil:
		return p.region.Municipality(*person.MunicipalityCode).Name
	}
	return ""
}
