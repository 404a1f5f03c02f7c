package portal

import (
	"time"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// The pages about colleagues and accounts, as the gallery shows them.

func samplePerson(name string, roles ...account.Role) *account.Person {
	seen := sampleMoment
	person := &account.Person{User: account.User{
		ID: uuid.New(), Name: name, Email: "mail@zorg.example", CreatedAt: sampleMoment.AddDate(-1, 0, 0),
		EmailConfirmedAt: &seen, LastSignedInAt: &seen, LastSeenAt: &seen,
	}, SecondFactor: true}
	for _, role := range roles {
		person.Roles = append(person.Roles, account.UserRole{UserID: person.ID, Role: role})
	}
	return person
}

var sampleMoment = time.Date(2026, 4, 2, 9, 30, 0, 0, time.UTC)

func sampleColleagues(frame Frame, admin bool) *ColleaguesPage {
	frame.Title = frame.T("colleagues.title")
	p := &ColleaguesPage{Frame: frame, Form: newForm(frame.Words(), "colleagues", &colleagueForm{Role: colleagueMember})}
	own := samplePerson("Sanne Peeters", account.RoleProvider).User
	own.ProviderAdmin = admin
	invited := account.User{ID: uuid.New(), Name: "Ruben Collega", Email: "ruben@zorg.example"}
	requests := []directory.JoinRequest{{ID: uuid.New(), Name: "Noor Bakker", Email: "noor@zorg.example", CreatedAt: sampleMoment}}
	if !admin {
		requests = nil
	}
	p.fill([]account.User{own, invited}, requests, own.Actor(""))
	return p
}

var _ = sample("colleagues", func(frame Frame) page { return sampleColleagues(frame, true) })

var _ = sample("colleagues-member", func(frame Frame) page { return sampleColleagues(frame, false) })

var _ = sample("colleagues-refused", func(frame Frame) page {
	p := sampleColleagues(frame, true)
	p.Fail(frame.Words(), fault.Conflict("colleague.last-admin"))
	return p
})

var _ = sample("join", func(frame Frame) page {
	form := joinForm{EntryForm: EntryForm{Where: "kvk", KvK: "12345678"}}
	p := &JoinPage{Frame: visitorForm(frame, "join.title"), Form: newForm(frame.Words(), "join", &form), RegisterURL: "/registreren?kvk=12345678", HasLogin: true}
	p.Fail(frame.Words(), fault.Invalid(fault.At("kvk", "join.kvk-unknown"), fault.At("email", "error.email-used")))
	return p
})

var _ = sample("join-sent", func(frame Frame) page { return joinSentPage(visitorForm(frame, "join-sent.title"), "join-sent") })

var _ = sample("join-confirmed", func(frame Frame) page {
	return joinSentPage(visitorForm(frame, "join-confirmed.title"), "join-confirmed")
})

func samplePlaces(person *account.Person) places {
	where := places{providers: map[uuid.UUID]string{}, region: &directory.Region{
		Municipalities: []directory.Municipality{{Code: "GM0984", Slug: "venray", Name: "Venray"}},
	}}
	if person.ProviderID != nil {
		where.providers[*person.ProviderID] = "Groen & Doen"
	}
	return where
}

var _ = sample("accounts", func(frame Frame) page {
	frame.Title = frame.T("accounts.title")
	p := &AccountsPage{Frame: frame, Form: newForm(frame.Words(), "accounts", &accountsQuery{}), List: accountsStaff}
	people := []account.Person{
		*samplePerson("Ada Beheer", account.RoleAdministrator), *samplePerson("Rik Toetser", account.RoleReviewer, account.RoleDecider),
	}
	people[1].EmailConfirmedAt, people[1].LastSignedInAt, people[1].LastSeenAt, people[1].SecondFactor = nil, nil, nil, false
	p.fill(people, samplePlaces(&people[0]), 1)
	p.Stranded = []Link{{Text: "Noor Bakker – Groen & Doen", URL: strandedPath(uuid.New())}}
	return p
})

var _ = sample("account-new", func(frame Frame) page {
	frame.Title = frame.T("new-account.title")
	p := newAccountPage(frame, samplePlaces(samplePerson("")).region, &newAccountForm{Name: "Ada"})
	p.Fail(frame.Words(), fault.Invalid(fault.At("email", "error.required"), fault.At("roles", "error.chosen")))
	return p
})

var _ = sample("account-stranded", func(frame Frame) page {
	p := &StrandedPage{Frame: frame, Form: newForm(frame.Words(), "stranded", nil)}
	p.Title = frame.T("stranded.title", "Name", "Noor Bakker")
	p.fill(&directory.Stranded{
		JoinRequest:  directory.JoinRequest{ID: uuid.New(), Name: "Noor Bakker", Email: "noor@zorg.example", CreatedAt: sampleMoment},
		Organisation: "Groen & Doen",
	})
	return p
})

func sampleAccount(frame Frame, person *account.Person) *AccountRightsPage {
	frame.Title = frame.T("rights.title", "Name", person.Name)
	p := &AccountRightsPage{Frame: frame, Form: newForm(frame.Words(), "rights", rightsOf(person))}
	p.fill(person, samplePlaces(person), uuid.Nil)
	return p
}

var _ = sample("account-staff", func(frame Frame) page {
	return sampleAccount(frame, samplePerson("Rik Toetser", account.RoleReviewer))
})

var _ = sample("account-provider", func(frame Frame) page {
	person, organisation := samplePerson("Sanne Peeters", account.RoleProvider), uuid.New()
	person.ProviderID, person.ProviderAdmin = &organisation, true
	person.EmailConfirmedAt, person.LastSignedInAt = nil, nil
	return sampleAccount(frame, person)
})

var _ = sample("account-closed", func(frame Frame) page {
	person := samplePerson("afgesloten account 1a2b3c4d")
	closed := sampleMoment
	person.ClosedAt = &closed
	p := sampleAccount(frame, person)
	p.CanReadmit = true
	return p
})
