package sample

import (
	"context"
	"fmt"
	"time"

	"providerportal/internal/account"
	"providerportal/internal/workday"
	"providerportal/matching"
)

// monthsTold is how many days before the end of the story the requests of earlier
// months begin, and howOften how many days lie between two of them.
const (
	monthsTold = 88
	howOften   = 2
)

// earlier are the questions of earlier months, in turn.
var earlier = []string{
	"Zoekt werk in de logistiek en wil weten welke opleiding daarbij past.",
	"Wil na een lange tijd thuis weer onder de mensen zijn en iets nuttigs doen.",
	"Kan goed met dieren omgaan en zoekt een plek op een boerderij.",
	"Heeft ervaring in de bouw, maar kan niet meer zwaar tillen.",
}

// months tells of the requests of earlier months, so that the figures have
// something to say: most were held on time, some late, a few never.
func (s Story) months(ctx context.Context, findable []account.Actor) error {
	users, err := account.WithRole(s.DB.WithContext(ctx), account.RoleConsultant)
	if err != nil || len(users) == 0 || len(findable) == 0 {
		return err
	}
	number := 0
	for days := monthsTold; days > 30; days -= howOften {
		number++
		user, err := s.Accounts.Find(ctx, users[number%len(users)].ID)
		if err != nil {
			return err
		}
		pool := findable[:max(1, len(findable)-1)] // the last is never asked: a contract that sleeps
		if days > monthsTold*2/3 {
			pool = findable[:max(1, len(findable)/2)] // the others were not there yet
		}
		provider := pool[number%len(pool)]
		if err := s.earlier(ctx, user.Actor("sample"), provider, days, number); err != nil {
			return fmt.Errorf("earlier request %d: %w", number, err)
		}
	}
	return nil
}

func (s Story) earlier(ctx context.Context, consultant, provider account.Actor, daysAgo, number int) error {
	s.Clock.Moment = atOffice(s.End.AddDate(0, 0, -daysAgo), s.End)
	found, err := s.Directory.Provider(ctx, provider.ProviderID)
	if err != nil {
		return err
	}
	request, err := s.Matching.Send(ctx, consultant, found.Slug, matching.Question{
		Municipality: consultant.Municipality, OwnReference: fmt.Sprintf("W-%d-%03d", s.End.Year(), number),
		ProductCode: "individuele-toeleiding", Question: earlier[number%len(earlier)], PreferredWay: matching.Ways[number%len(matching.Ways)],
		ResidentChose: true,
	})
	if err != nil {
		return err
	}
	s.pass(26 * time.Hour)
	switch {
	case number%11 == 0:
		return s.Matching.Withdraw(ctx, consultant, request.ID, matching.Ending{Reason: "resident-stopped"})
	case number%9 == 0:
		return s.Matching.Decline(ctx, provider, request.ID, matching.Ending{Reason: "not-our-expertise"})
	}
	if err := s.Matching.Acknowledge(ctx, provider, request.ID); err != nil || number%15 == 0 {
		return err
	}
	return s.talked(ctx, provider, request, number)
}

// talked holds the conversation, now and then too late.
func (s Story) talked(ctx context.Context, provider account.Actor, request *matching.Request, number int) error {
	wait := time.Duration(2+number%3) * 24 * time.Hour
	if number%6 == 0 {
		wait += 9 * 24 * time.Hour
	}
	s.pass(wait)
	if err := s.Matching.Hold(ctx, provider, request.ID, workday.On(s.Clock.Moment)); err != nil {
		return err
	}
	fits := number%4 != 0
	outcome := matching.Conclusion{Fits: &fits}
	if fits {
		start := workday.On(s.Clock.Moment).AddDays(14)
		outcome.ExpectedStartOn = &start
	} else {
		outcome.Reason = "Een andere werkvorm past beter."
	}
	s.pass(time.Hour)
	return s.Matching.Conclude(ctx, provider, request.ID, outcome)
}

// pass lets time go by, but never past the end.
func (s Story) pass(time time.Duration) {
	s.Clock.Moment = s.Clock.Moment.Add(time)
	if s.Clock.Moment.After(s.End) {
		s.Clock.Moment = s.End
	}
}
