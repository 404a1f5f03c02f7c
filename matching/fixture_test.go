package matching

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/jobs"
	"providerportal/internal/mail"
	"providerportal/internal/workday"
)

const individual = "individuele-toeleiding"

// fixture is a region with one findable provider and one consultant, on a clock
// that tests set.
type fixture struct {
	*Service
	now        time.Time
	provider   account.Actor
	consultant account.Actor
	slug       string
	people     int
}

// newFixture starts on Thursday 2 April 2026 at noon in Amsterdam, so that a
// request is due on Monday the 13th (T5).
func newFixture(t *testing.T, db *gorm.DB) *fixture {
	t.Helper()
	inserter, err := jobs.Insert()
	must(t, err)
	f := &fixture{now: time.Date(2026, time.April, 2, 10, 0, 0, 0, time.UTC)}
	now := func() time.Time { return f.now }
	postbox := &mail.Postbox{Now: now, BaseURL: "https://portal.example", Jobs: inserter}
	f.Service = &Service{
		RemindFromHour: 7,
		DB:             db, Now: now, Mail: postbox, TermWorkdays: 5,
		Directory: &directory.Service{DB: db, Now: now, Mail: postbox},
	}
	f.provider, f.slug = f.newProvider(t)
	f.consultant = f.newConsultant(t, "GM0984")
	return f
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (f *fixture) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	must(t, f.DB.Exec(sql, args...).Error)
}

func (f *fixture) person(t *testing.T, name string) account.Actor {
	t.Helper()
	f.people++
	actor := account.Actor{
		UserID: uuid.New(), Name: name, Email: fmt.Sprintf("persoon%d@voorbeeld.example", f.people), Lang: "nl", Origin: "test",
	}
	f.exec(t, "INSERT INTO users (id, email, name, created_at) VALUES (?, ?, ?, ?)", actor.UserID, actor.Email, name, f.now)
	return actor
}

// newProvider makes a provider that may be asked: admitted, published, with a
// verified intake point.
func (f *fixture) newProvider(t *testing.T) (account.Actor, string) {
	t.Helper()
	actor := f.person(t, "Anna Aanbieder")
	actor.Roles, actor.ProviderID, actor.ProviderAdmin = []account.Role{account.RoleProvider}, uuid.New(), true
	slug := fmt.Sprintf("de-groene-draad-%d", f.people)
	f.exec(t, "INSERT INTO providers (id, kvk, name, slug, created_at) VALUES (?, ?, 'De Groene Draad', ?, ?)",
		actor.ProviderID, fmt.Sprintf("%08d", 12345600+f.people), slug, f.now)
	f.exec(t, "UPDATE users SET provider_id = ? WHERE id = ?", actor.ProviderID, actor.UserID)
	f.exec(t, "INSERT INTO profiles (provider_id, mission, offer, updated_at, published_at) VALUES (?, 'Werk voor iedereen', 'Hulp', ?, ?)",
		actor.ProviderID, f.now, f.now)
	f.exec(t, "INSERT INTO profile_products (provider_id, product_code) VALUES (?, ?)", actor.ProviderID, individual)
	f.exec(t, "INSERT INTO intake_points (provider_id, name, email, phone, verified_at, updated_at) VALUES (?, 'Aanmeldpunt', ?, '0771234567', ?, ?)",
		actor.ProviderID, slug+"@intake.example", f.now, f.now)
	must(t, directory.Admit(f.DB, actor.ProviderID, "individueel", workday.Day(2022, time.January, 1)))
	return actor, slug
}

func (f *fixture) newConsultant(t *testing.T, municipality string) account.Actor {
	t.Helper()
	actor := f.person(t, "Ilse Consulent")
	actor.Roles, actor.Municipality = []account.Role{account.RoleConsultant}, municipality
	f.exec(t, "UPDATE users SET municipality_code = ? WHERE id = ?", municipality, actor.UserID)
	return actor
}

func (f *fixture) question() Question {
	start, target := 3, 5
	return Question{
		Municipality: f.consultant.Municipality, OwnReference: "VRY-118", ProductCode: individual,
		Question: "Wil graag buiten werken", Goals: "Twee ochtenden per week", PreferredWay: WayTable,
		StartRung: &start, TargetRung: &target, ResidentChose: true,
	}
}

func (f *fixture) send(t *testing.T) *Request {
	t.Helper()
	request, err := f.Send(t.Context(), f.consultant, f.slug, f.question())
	must(t, err)
	return request
}

func (f *fixture) appointment() Appointment {
	return Appointment{At: f.now.Add(24 * time.Hour), Way: WayDigital, Place: "https://praten.example/kamer"}
}

// try does an act with input that is right.
func (f *fixture) try(t *testing.T, actor account.Actor, id uuid.UUID, act Act) error {
	t.Helper()
	fits := false
	switch act {
	case ActAcknowledge:
		return f.Acknowledge(t.Context(), actor, id)
	case ActSchedule:
		return f.Schedule(t.Context(), actor, id, f.appointment())
	case ActReschedule:
		appointment := f.appointment()
		appointment.At, appointment.Reason, appointment.AskedBy = appointment.At.Add(time.Hour), "De begeleider is ziek", "provider"
		var now Request
		must(t, f.DB.Take(&now, "id = ?", id).Error)
		if now.AppointmentAt != nil {
			appointment.Instead = *now.AppointmentAt
		} else {
			appointment.Instead = f.now
		}
		return f.Schedule(t.Context(), actor, id, appointment)
	case ActHold:
		return f.Hold(t.Context(), actor, id, workday.On(f.now))
	case ActConclude:
		return f.Conclude(t.Context(), actor, id, Conclusion{Fits: &fits, Reason: "Een andere werkplek past beter"})
	case ActDecline:
		return f.Decline(t.Context(), actor, id, Ending{Reason: "no-capacity"})
	case ActWithdraw:
		return f.Withdraw(t.Context(), actor, id, Ending{Reason: "resident-stopped"})
	}
	return f.handle(t, actor, id, f.stored(t, id).Version, act)
}

// handle does an act that is told which version the page showed.
func (f *fixture) handle(t *testing.T, actor account.Actor, id uuid.UUID, seen int, act Act) error {
	t.Helper()
	switch act {
	case ActAmend:
		changed := f.question()
		changed.Question = fmt.Sprintf("Wil graag buiten werken, nummer %d", seen)
		return f.Amend(t.Context(), actor, id, seen, changed)
	case ActOffer:
		return f.Offer(t.Context(), actor, id, f.moments(seen))
	case ActPropose:
		return f.Propose(t.Context(), actor, id, f.moments(seen))
	case ActAccept:
		return f.accept(t, actor, id)
	case ActNoShow:
		if at := f.stored(t, id).AppointmentAt; at != nil {
			f.now = at.Add(time.Hour)
		}
		return f.MissAppointment(t.Context(), actor, id, NoShow{Seen: seen, Absent: "resident"})
	case ActAssign:
		return f.Assign(t.Context(), actor, id, seen, uuid.Nil)
	case ActHandOver:
		return f.HandOver(t.Context(), actor, id, seen, uuid.Nil)
	}
	t.Fatalf("no act %q", act)
	return nil
}

func (f *fixture) moments(seen int) Moments {
	return Moments{Seen: seen, At: []time.Time{f.now.Add(24 * time.Hour), f.now.Add(26 * time.Hour)}, Way: WayTable, Place: "Kantoor, kamer 2"}
}

// accept takes the first moment that the other side offers; it is put there when
// the request has none, behind the back of the rules.
func (f *fixture) accept(t *testing.T, actor account.Actor, id uuid.UUID) error {
	t.Helper()
	other := "provider"
	if actor.Has(account.RoleProvider) {
		other = "consultant"
	}
	offer := Offer{RequestID: id, Side: other, At: f.now.Add(24 * time.Hour), Way: WayTable, Place: "Kantoor", OfferedAt: f.now}
	must(t, f.DB.Create(&offer).Error)
	return f.Accept(t.Context(), actor, id, offer.ID)
}

// roads are the acts that bring a new request to each status.
var roads = map[Status][]Act{
	StatusSent:         nil,
	StatusAcknowledged: {ActAcknowledge},
	StatusScheduled:    {ActSchedule},
	StatusHeld:         {ActHold},
	StatusConcluded:    {ActHold, ActConclude},
	StatusDeclined:     {ActDecline},
	StatusWithdrawn:    {ActWithdraw},
}

// at makes a request and brings it to the status.
func (f *fixture) at(t *testing.T, status Status) *Request {
	t.Helper()
	request := f.send(t)
	for _, act := range roads[status] {
		actor := f.provider
		if sides[act][0] == account.RoleConsultant {
			actor = f.consultant
		}
		must(t, f.try(t, actor, request.ID, act))
	}
	return f.stored(t, request.ID)
}

func (f *fixture) stored(t *testing.T, id uuid.UUID) *Request {
	t.Helper()
	var request Request
	must(t, f.DB.Take(&request, "id = ?", id).Error)
	return &request
}

// letters counts the queued letters of a kind.
func (f *fixture) letters(t *testing.T, kind string) int {
	t.Helper()
	var count int64
	must(t, f.DB.Model(&mail.Record{}).Where("kind = ?", kind).Count(&count).Error)
	return int(count)
}
