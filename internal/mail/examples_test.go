package mail_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/dbtest"
	"providerportal/internal/jobs"
	"providerportal/internal/mail"
	"providerportal/internal/workday"

	"gorm.io/gorm"
)

const baseURL = "https://portaal.example.nl"

var noon = time.Date(2026, time.April, 2, 10, 0, 0, 0, time.UTC)

func matter(object string) mail.Matter {
	return mail.Matter{Object: object, ID: uuid.NewString()}
}

// examples has every letter once.
func examples() []mail.Letter {
	due := workday.Day(2026, time.April, 13)
	at := time.Date(2026, time.April, 9, 12, 30, 0, 0, time.UTC)
	const organisation, reference, page = "Groei & Werk B.V.", "AAN-2026-0042", "/mijn/aanvraag"
	const asked, link = "MV-2026-0007", baseURL + "/link/geheim-Zm9vYmFy_-"
	return []mail.Letter{
		mail.ConfirmEmail{Matter: matter("user"), Name: "Sanne de Wit", Hours: 72, Link: link},
		mail.SetUpAccount{Matter: matter("user"), Name: "Sanne de Wit", RoleText: "toetser", Link: link},
		mail.PasswordReset{Matter: matter("user"), Name: "Sanne de Wit", Link: link},
		mail.ConfirmNewEmail{Matter: matter("user"), Link: link},
		mail.EmailChanged{Matter: matter("user")},
		mail.JoinConfirm{Matter: matter("join"), Name: "Sanne de Wit", Organisation: organisation, Hours: 72, Link: link},
		mail.JoinRequested{Matter: matter("join"), Organisation: organisation, Name: "Sanne de Wit", NobodyLeft: true, URL: page},
		mail.JoinAccepted{Matter: matter("join"), Organisation: organisation, Hours: 72, Link: link},
		mail.ProviderInvited{Matter: matter("invitation"), Organisation: organisation, Municipality: "Venray", URL: page},
		mail.JoinRefused{Matter: matter("join"), Organisation: organisation},
		mail.WebhookStopped{Matter: matter("client"), Name: "Zaaksysteem Venray", Since: due, URL: page},
		mail.PrivilegedChange{Matter: matter("user"), Name: "Sanne de Wit", By: "Ada Beheer", Change: mail.PrivilegeGiven, URL: page},
		mail.PasskeyChanged{Matter: matter("user"), Name: "Sanne de Wit", Added: true},
		mail.AccessChanged{Matter: matter("user"), Name: "Sanne de Wit", What: mail.AccessPassword},
		mail.FactorReset{Matter: matter("user"), Name: "Sanne de Wit"},
		mail.ApplicationSubmitted{Matter: matter("application"), Organisation: organisation, Reference: reference, SubmittedOn: workday.On(noon), DecideBy: due, URL: page},
		mail.ApplicationReceivedStaff{Matter: matter("application"), Organisation: organisation, Reference: reference, DecideBy: due, URL: page},
		mail.SupplementRequested{Matter: matter("application"), Organisation: organisation, Reference: reference, AnswerBy: due, URL: page},
		mail.ApplicationReadyToDecide{Matter: matter("application"), Organisation: organisation, Reference: reference, DecideBy: due, URL: page},
		mail.ApplicationAssigned{Matter: matter("application"), Organisation: organisation, Reference: reference, By: "Rik Toetser", URL: page},
		mail.ApplicationAdmitted{Matter: matter("application"), Organisation: organisation, Reference: reference, URL: page},
		mail.ApplicationRejected{Matter: matter("application"), Organisation: organisation, Reference: reference, URL: page},
		mail.ApplicationWithdrawn{Matter: matter("application"), Organisation: organisation, Reference: reference},
		mail.ApplicationWithdrawnStaff{Matter: matter("application"), Organisation: organisation, Reference: reference, URL: page},
		mail.OrganisationCorrected{Matter: matter("application"), Organisation: organisation, Reference: reference, URL: page},
		mail.RequirementsChanged{Matter: matter("application"), Organisation: organisation, Reference: reference, URL: page},
		mail.QuestionAnswered{Matter: matter("question"), URL: page},
		mail.QuestionClosed{Matter: matter("question"), URL: page},
		mail.AgreementOffered{Matter: matter("contract"), Organisation: organisation, Reference: reference, URL: page},
		mail.AgreementSigned{Matter: matter("contract"), Organisation: organisation, URL: page},
		mail.ContractActive{Matter: matter("contract"), Organisation: organisation, From: due, URL: page},
		mail.ContractSuspended{Matter: matter("contract"), Organisation: organisation, Reference: reference, On: due, MayFinish: true, URL: page},
		mail.ContractResumed{Matter: matter("contract"), Organisation: organisation, Reference: reference, On: due, URL: page},
		mail.ContractEnded{Matter: matter("contract"), Organisation: organisation, Reference: reference, On: due, URL: page},
		mail.ContractPlanCancelled{Matter: matter("contract"), Organisation: organisation, Reference: reference, On: due, URL: page},
		mail.OfferWithdrawn{Matter: matter("contract"), Organisation: organisation, Reference: reference, URL: page},
		mail.AgreementDeclined{Matter: matter("contract"), Organisation: organisation, Reference: reference, URL: page},
		mail.IntakeContract{Matter: matter("contract"), Organisation: organisation, On: due, Stops: true, MayFinish: true, URL: page},
		mail.ScanReceived{Matter: matter("contract"), Organisation: organisation, Reference: reference, URL: page},
		mail.ScanRefused{Matter: matter("contract"), Organisation: organisation, Reference: reference, URL: page},
		mail.EvidenceExpires{Matter: matter("contract"), Organisation: organisation, Evidence: "Polis", Until: due, URL: page},
		mail.EvidenceOffered{Matter: matter("contract"), Organisation: organisation, Evidence: "Polis", URL: page},
		mail.EvidenceAnswered{Matter: matter("contract"), Organisation: organisation, Evidence: "Polis", Until: due, Accepted: true, URL: page},
		mail.VerifyIntake{Matter: matter("profile"), Organisation: organisation, Link: link},
		mail.ProfilePublished{Matter: matter("profile"), Organisation: organisation, URL: page},
		mail.ProfileConfirmSoon{Matter: matter("provider"), Organisation: organisation, Months: 6, ConfirmBy: due, URL: page},
		mail.ProfileUnconfirmed{Matter: matter("provider"), Organisation: organisation, Months: 6, Since: due, URL: page},
		mail.ProfileUnconfirmedStaff{Matter: matter("provider"), Organisation: organisation, Months: 6, Since: due, URL: page},
		mail.ProfileTakenOffline{Matter: matter("provider"), Organisation: organisation, URL: page},
		mail.ProfileBackOnline{Matter: matter("provider"), Organisation: organisation, URL: page},
		mail.TakedownAnswered{Matter: matter("provider"), Organisation: organisation, URL: page},
		mail.VerifyDeputy{Matter: matter("provider"), Organisation: organisation, Link: link},
		mail.VerifyIntakeAgain{Matter: matter("provider"), Organisation: organisation, Months: 12, ProveBy: due, Link: link},
		mail.IntakeExpired{Matter: matter("provider"), Organisation: organisation, Months: 12, URL: page},
		mail.IntakeExpiredStaff{Matter: matter("provider"), Organisation: organisation, Months: 12, URL: page},
		mail.IntakeUnreachable{Matter: matter("provider"), Organisation: organisation, URL: page},
		mail.IntakeUnreachableStaff{Matter: matter("provider"), Organisation: organisation, URL: page},
		mail.DeputyUnreachable{Matter: matter("provider"), Organisation: organisation, URL: page},
		mail.DeputyUnreachableStaff{Matter: matter("provider"), Organisation: organisation, URL: page},
		mail.IntakeTest{Matter: matter("provider"), Organisation: organisation, URL: page},
		mail.IntakeMissed{Matter: matter("request"), Organisation: organisation, Reference: asked, DueOn: due, URL: page},
		mail.RequestReceived{Matter: matter("request"), Organisation: organisation, Reference: asked, Municipality: "Peel en Maas", DueOn: due, URL: page},
		mail.RequestSent{Matter: matter("request"), Organisation: organisation, Reference: asked, DueOn: due, URL: page},
		mail.RequestReminder{Matter: matter("request"), Organisation: organisation, Reference: asked, DueOn: due, Days: "nog 3 werkdagen", Late: true, URL: page},
		mail.RequestLate{Matter: matter("request"), Organisation: organisation, Reference: asked, DueOn: due, ForProvider: true, Late: true, URL: page},
		mail.RequestDueMoved{Matter: matter("request"), Organisation: organisation, Reference: asked, Was: due, DueOn: due, Reason: "Brugdag van de regio", URL: page},
		mail.AppointmentCancelled{Matter: matter("request"), Organisation: organisation, Reference: asked, At: at, URL: page},
		mail.RequestAmended{Matter: matter("request"), Organisation: organisation, Reference: asked, DueOn: due, URL: page},
		mail.MomentsOffered{Matter: matter("request"), Organisation: organisation, Reference: asked, DueOn: due, URL: page},
		mail.AppointmentMissed{Matter: matter("request"), Organisation: organisation, Reference: asked, At: at, Absent: "de inwoner", DueOn: due, URL: page},
		mail.RequestAssigned{Matter: matter("request"), Organisation: organisation, Reference: asked, DueOn: due, URL: page},
		mail.RequestAcknowledged{Matter: matter("request"), Organisation: organisation, Reference: asked, DueOn: due, URL: page},
		mail.AppointmentMade{Matter: matter("request"), Organisation: organisation, Reference: asked, At: at, Way: "aan tafel", DueOn: due, URL: page},
		mail.AppointmentMoved{Matter: matter("request"), Organisation: organisation, Reference: asked, At: at, Way: "digitaal", DueOn: due, URL: page},
		mail.RequestHeld{Matter: matter("request"), Organisation: organisation, Reference: asked, HeldOn: due, OnTime: true, URL: page},
		mail.RequestConcluded{Matter: matter("request"), Organisation: organisation, Reference: asked, Match: true, URL: page},
		mail.RequestDeclined{Matter: matter("request"), Organisation: organisation, Reference: asked, ReasonText: "Geen plaats", URL: page},
		mail.MonthlyFigures{Matter: mail.Matter{Object: "figures", ID: "2026-03-01"}, Month: "maart 2026", All: 12, OnTime: 7, HeldLate: 1, Overdue: 1, Waiting: 1, Declined: 1, Withdrawn: 1, Percentage: 77, Counted: true, Held: true, DaysHeld: "3,5", Late: true, URL: page},
		mail.RequestWithdrawn{Matter: matter("request"), Organisation: organisation, Reference: asked, ReasonText: "De inwoner ziet ervan af"},
	}
}

var recipient = mail.Recipient{Address: "sanne@groei.example", Name: "Sanne de Wit", Lang: "nl"}

func postbox(t testing.TB) *mail.Postbox {
	t.Helper()
	inserter, err := jobs.Insert()
	if err != nil {
		t.Fatal(err)
	}
	return &mail.Postbox{
		Now: func() time.Time { return noon }, BaseURL: baseURL, Jobs: inserter,
		Region: mail.Region{Name: "Regio Voorbeeld", Contact: "hulp@regio.example"},
	}
}

// queued queues the letter in tx and gives its record.
func queued(t testing.TB, tx *gorm.DB, to mail.Recipient, letter mail.Letter) mail.Record {
	t.Helper()
	if err := postbox(t).Queue(tx, to, letter); err != nil {
		t.Fatalf("queue %s: %v", letter.Kind(), err)
	}
	_, id := letter.About()
	var record mail.Record
	if err := tx.Where("about_id = ?", id).Take(&record).Error; err != nil {
		t.Fatalf("read %s: %v", letter.Kind(), err)
	}
	return record
}

func tx(t testing.TB) *gorm.DB { return dbtest.Tx(t) }
