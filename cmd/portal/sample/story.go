package sample

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/workday"
	"providerportal/matching"
	"providerportal/storage/database"
)

// Told is the audit action that marks a database in which the story is complete.
const Told = "demo.story-told"

// Clock is a clock that the story moves.
type Clock struct{ Moment time.Time }

// Now gives the moment of the story.
func (c *Clock) Now() time.Time { return c.Moment }

// Story fills a database with some months of work in the region, up to End.
type Story struct {
	Maker
	Clock *Clock
	End   time.Time

	// HookURL is where a municipality's system hears of changes; empty is nowhere.
	HookURL string
}

// Tell makes n findable providers and one from abroad, a planned version of the requirements with
// questions about them, applications at every desk, contracts that stopped, and
// requests in every state.
func (s Story) Tell(ctx context.Context, n int) error {
	desk, err := s.desk(ctx)
	if err != nil {
		return err
	}
	organisations := Organisations(n + 5)
	var findable []account.Actor
	step := s.End.Sub(s.Clock.Moment) / time.Duration(2*(n+1))
	for _, organisation := range organisations[:n] {
		provider, err := s.Findable(ctx, desk, organisation)
		if err != nil {
			return fmt.Errorf("%s: %w", organisation.Name, err)
		}
		findable = append(findable, provider)
		s.Clock.Moment = s.Clock.Moment.Add(step)
	}
	if _, err := s.Findable(ctx, desk, Neighbour); err != nil {
		return fmt.Errorf("%s: %w", Neighbour.Name, err)
	}
	if err := s.requirements(ctx, desk); err != nil {
		return err
	}
	if err := s.texts(ctx, desk); err != nil {
		return err
	}
	if err := s.applications(ctx, desk, organisations[n:n+3]); err != nil {
		return err
	}
	if err := s.contracts(ctx, desk, findable, organisations[n+3:]); err != nil {
		return err
	}
	if err := s.months(ctx, findable); err != nil {
		return err
	}
	if err := s.connection(ctx); err != nil {
		return fmt.Errorf("connection: %w", err)
	}
	if err := s.requests(ctx, findable); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Record(tx, account.System(), Told, "demo", "sample")
	})
}

// desk gives the people of the MGR who are in the database already.
func (s Story) desk(ctx context.Context) (Desk, error) {
	var desk Desk
	for role, actor := range map[account.Role]*account.Actor{
		account.RoleReviewer: &desk.Reviewer, account.RoleDecider: &desk.Decider, account.RoleContractManager: &desk.Manager,
	} {
		users, err := account.WithRole(s.DB.WithContext(ctx), role)
		if err != nil {
			return desk, err
		}
		if len(users) == 0 {
			return desk, fmt.Errorf("nobody is %s", role)
		}
		user, err := s.Accounts.Find(ctx, users[0].ID)
		if err != nil {
			return desk, err
		}
		*actor = user.Actor("sample")
	}
	return desk, nil
}

// applications leaves one application to review, one to decide on, and one
// agreement to sign.
func (s Story) applications(ctx context.Context, desk Desk, organisations []Organisation) error {
	if err := s.invitations(ctx, organisations[0]); err != nil {
		return err
	}
	s.Clock.Moment = s.End.AddDate(0, 0, -6)
	for i, organisation := range organisations {
		applicant, err := s.Applicant(ctx, organisation)
		if err != nil {
			return err
		}
		if i == 2 {
			return s.Offered(ctx, desk, applicant)
		}
		id, err := s.Submitted(ctx, applicant)
		if err != nil {
			return err
		}
		if i == 1 {
			if err := s.Reviewed(ctx, desk.Reviewer, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// asked is one matching request of the story: how many days before the end it
// was sent, to which provider, and how far it came.
type asked struct {
	daysAgo  int
	provider int
	fate     matching.Act
	question string
}

var questions = []asked{
	{26, 0, matching.ActConclude, "Wil graag weer aan het werk in de techniek. Heeft vijf jaar ervaring in een werkplaats en zoekt hulp bij solliciteren."},
	{21, 3, matching.ActConclude, "Zoekt een leerwerkplek waar ruimte is om langzaam op te bouwen, te beginnen met twee ochtenden per week."},
	{16, 1, matching.ActHold, "Werkt graag buiten en met planten. Heeft behoefte aan een vast ritme en een rustige plek."},
	{15, 2, matching.ActDecline, "Wil Nederlands leren op de werkvloer en daarna werk vinden in een winkel."},
	{12, 0, matching.ActAcknowledge, "Zoekt werk voor drie dagen per week en wil begeleiding in de eerste maanden."},
	{4, 0, matching.ActSchedule, "Heeft een diploma voor de zorg, maar al lang niet gewerkt. Wil ontdekken wat nu past."},
	{3, 5, matching.ActAcknowledge, "Kookt graag en wil weten of werken in een keuken haalbaar is."},
	{2, 0, matching.ActSend, "Wil overstappen naar ander werk na een blessure. Kan niet lang staan."},
	{1, 4, matching.ActSend, "Zoekt hulp om weer een dagritme op te bouwen en daarna vrijwilligerswerk te doen."},
}

func (s Story) requests(ctx context.Context, findable []account.Actor) error {
	var consultant account.Actor
	users, err := account.WithRole(s.DB.WithContext(ctx), account.RoleConsultant)
	if err != nil || len(users) == 0 || len(findable) == 0 {
		return err
	}
	for i, question := range questions {
		user, err := s.Accounts.Find(ctx, users[i%len(users)].ID)
		if err != nil {
			return err
		}
		consultant = user.Actor("sample")
		provider := findable[question.provider%len(findable)]
		if err := s.request(ctx, consultant, provider, question, i); err != nil {
			return fmt.Errorf("request %d: %w", i, err)
		}
	}
	return nil
}

func (s Story) request(ctx context.Context, consultant, provider account.Actor, question asked, number int) error {
	s.Clock.Moment = atOffice(s.End.AddDate(0, 0, -question.daysAgo), s.End)
	found, err := s.Directory.Provider(ctx, provider.ProviderID)
	if err != nil {
		return err
	}
	start, target := 3, 5
	request, err := s.Matching.Send(ctx, consultant, found.Slug, matching.Question{
		Municipality: consultant.Municipality, OwnReference: fmt.Sprintf("W-%d-%03d", s.End.Year(), 101+number),
		ProductCode: "individuele-toeleiding", Question: question.question,
		Goals: "Binnen een jaar betaald werk, als het kan in de eigen gemeente.", PreferredWay: matching.Ways[number%len(matching.Ways)],
		MunicipalityJoins: number%2 == 0, StartRung: &start, TargetRung: &target, ResidentChose: true,
	})
	if err != nil {
		return err
	}
	return s.fate(ctx, provider, request, question.fate)
}

// fate brings the request as far as the story says.
func (s Story) fate(ctx context.Context, provider account.Actor, request *matching.Request, act matching.Act) error {
	id := request.ID
	switch act {
	case matching.ActAcknowledge:
		return s.Matching.Acknowledge(ctx, provider, id)
	case matching.ActDecline:
		return s.Matching.Decline(ctx, provider, id, matching.Ending{Reason: "no-capacity"})
	case matching.ActSchedule:
		return s.schedule(ctx, provider, id, s.End.AddDate(0, 0, 1))
	case matching.ActHold, matching.ActConclude:
		if err := s.schedule(ctx, provider, id, request.SentAt.AddDate(0, 0, 3)); err != nil {
			return err
		}
		s.Clock.Moment = request.SentAt.AddDate(0, 0, 3).Add(2 * time.Hour)
		if err := s.Matching.Hold(ctx, provider, id, workday.On(s.Clock.Moment)); err != nil || act == matching.ActHold {
			return err
		}
		fits, hours, weeks := true, 6, 26
		start := workday.On(s.Clock.Moment).AddDays(14)
		return s.Matching.Conclude(ctx, provider, id, matching.Conclusion{
			Fits: &fits, ExpectedStartOn: &start, HoursPerWeek: &hours, DurationWeeks: &weeks,
		})
	}
	return nil
}

func (s Story) schedule(ctx context.Context, provider account.Actor, id uuid.UUID, at time.Time) error {
	return s.Matching.Schedule(ctx, provider, id, matching.Appointment{
		At: at, Way: matching.WayTable, Place: "Op ons kantoor, ruimte 2",
	})
}

// atOffice moves a moment to ten in the morning, but never past the end.
func atOffice(moment, end time.Time) time.Time {
	morning := workday.On(moment).Start().Add(10 * time.Hour)
	if morning.After(end) {
		return end
	}
	return morning
}
