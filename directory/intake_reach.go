package directory

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/mail"
	"providerportal/internal/words"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// Recipient is who gets what is meant for a provider's intake point. Office is
// set for the people of the MGR, who only look whether it arrives.
type Recipient struct {
	mail.Recipient
	Office bool
}

// Recipients gives who gets a request for the provider today (D11): the intake
// point; while it is absent its deputy. While the mailbox is not proven, proven
// too long ago or bouncing, everybody of the organisation and the MGR too.
func (s *Service) Recipients(tx *gorm.DB, providerID uuid.UUID) ([]Recipient, error) {
	intake, err := intakeOf(tx, providerID)
	if err != nil {
		return nil, err
	}
	today := workday.On(s.Now())
	point := mail.Recipient{Address: intake.Email, Name: intake.Name, Lang: words.Default}
	deputy := mail.Recipient{Address: intake.DeputyEmail, Name: intake.DeputyName, Lang: words.Default}
	terms, err := termsOf(tx)
	if err != nil {
		return nil, err
	}
	works, stands := intake.State(today, terms) == IntakeWorks, intake.DeputyWorks(today, terms)
	switch {
	case works && !intake.Absent(today):
		return []Recipient{{Recipient: point}}, nil
	case works && stands:
		return []Recipient{{Recipient: deputy}}, nil
	}
	var list []Recipient
	if works {
		list = append(list, Recipient{Recipient: point})
	}
	if stands {
		list = append(list, Recipient{Recipient: deputy})
	}
	return s.fallback(tx, providerID, list)
}

// fallback adds the people of the organisation and the MGR.
func (s *Service) fallback(tx *gorm.DB, providerID uuid.UUID, list []Recipient) ([]Recipient, error) {
	people, err := account.OfProvider(tx, providerID)
	if err != nil {
		return nil, err
	}
	for i := range people {
		list = append(list, Recipient{Recipient: people[i].Recipient()})
	}
	staff, err := account.WithRole(tx, account.RoleContractManager)
	if err != nil {
		return nil, err
	}
	for i := range staff {
		list = append(list, Recipient{Recipient: staff[i].Recipient(), Office: true})
	}
	return list, nil
}

// bouncesKept is how far back a sweep looks for letters that came back.
const bouncesKept = 30 * 24 * time.Hour

// SweepIntakes marks intake points and deputies whose mailbox refuses letters, and
// reminds of mailboxes that have to be proven again (D11). Each is told once; safe to run
// anywhere, any number of times.
func (s *Service) SweepIntakes(ctx context.Context) error {
	db := s.DB.WithContext(ctx)
	bounced, err := mail.Bounced(db, s.Now().UTC().Add(-bouncesKept))
	if err != nil {
		return err
	}
	terms, err := termsOf(db)
	if err != nil {
		return err
	}
	soon := workday.On(s.Now()).AddDays(34).AddMonths(-terms.VerifyMonths)
	addresses := append([]string{""}, keysOf(bounced)...)
	var ids []uuid.UUID
	err = db.Model(&IntakePoint{}).
		Where("(unreachable_at IS NULL AND lower(email) IN ?) OR verified_at < ?", addresses, soon.Start()).
		Or("deputy_verified_at IS NOT NULL AND (lower(deputy_email) IN ? OR deputy_verified_at < ?)", addresses, soon.Start()).
		Pluck("provider_id", &ids).Error
	if err != nil {
		return err
	}
	var failed []error
	for _, id := range ids { // one that fails holds up no other
		failed = append(failed, database.Write(ctx, s.DB, func(tx *gorm.DB) error { return s.checkIntake(tx, id, bounced) }))
	}
	return errors.Join(failed...)
}

func keysOf(bounced map[string]time.Time) []string {
	keys := make([]string, 0, len(bounced))
	for address := range bounced {
		keys = append(keys, address)
	}
	return keys
}

// checkIntake looks at one intake point, held, and tells what is new.
func (s *Service) checkIntake(tx *gorm.DB, providerID uuid.UUID, bounced map[string]time.Time) error {
	intake, err := lockIntake(tx, providerID)
	if err != nil {
		return err
	}
	terms, err := termsOf(tx)
	if err != nil {
		return err
	}
	if err := s.checkDeputyMailbox(tx, intake, bounced, terms); err != nil {
		return err
	}
	at, failed := bounced[strings.ToLower(intake.Email)]
	if failed && intake.UnreachableAt == nil && at.After(intake.provenAt()) {
		if err := tx.Model(intake).Update("unreachable_at", at).Error; err != nil {
			return err
		}
		return s.tellUnreachable(tx, providerID, at)
	}
	by := terms.VerifyBy(intake.VerifiedAt)
	now := stageOf(workday.On(s.Now()), by)
	if now == stageNone || intake.UnreachableAt != nil || intake.Reminded == now.round(by) {
		return nil
	}
	if err := s.tellProofDue(tx, intake, now, terms); err != nil {
		return err
	}
	return tx.Model(intake).Update("reminded", now.round(by)).Error
}

// provenAt is from when a letter that came back counts.
func (i *IntakePoint) provenAt() time.Time {
	if i.VerifiedAt != nil {
		return *i.VerifiedAt
	}
	return i.UpdatedAt
}

func (s *Service) tellUnreachable(tx *gorm.DB, providerID uuid.UUID, at time.Time) error {
	provider, err := ProviderByID(tx, providerID)
	if err != nil {
		return err
	}
	matter := mail.Matter{Object: "provider", ID: providerID.String(), Round: at.UTC().Format(time.RFC3339)}
	err = s.tellPeople(tx, providerID, mail.IntakeUnreachable{
		Matter: matter, Organisation: provider.Name, URL: s.Mail.BaseURL + "/mijn/aanmeldpunt",
	})
	if err != nil {
		return err
	}
	return s.tellStaff(tx, mail.IntakeUnreachableStaff{Matter: matter, Organisation: provider.Name, URL: s.staffURL(providerID)})
}

// tellProofDue mails the intake point, and its deputy, a new link; after the term
// it tells the people of the organisation and staff.
func (s *Service) tellProofDue(tx *gorm.DB, intake *IntakePoint, now stage, terms Terms) error {
	if now != stageOver {
		return s.remindProof(tx, intake, terms)
	}
	by, months := terms.VerifyBy(intake.VerifiedAt), terms.VerifyMonths
	provider, err := ProviderByID(tx, intake.ProviderID)
	if err != nil {
		return err
	}
	matter := mail.Matter{Object: "provider", ID: provider.ID.String(), Round: now.round(by)}
	err = s.tellPeople(tx, provider.ID, mail.IntakeExpired{
		Matter: matter, Organisation: provider.Name, Months: months, URL: s.Mail.BaseURL + "/mijn/aanmeldpunt",
	})
	if err != nil {
		return err
	}
	return s.tellStaff(tx, mail.IntakeExpiredStaff{
		Matter: matter, Organisation: provider.Name, Months: months, URL: s.staffURL(provider.ID),
	})
}

func (s *Service) remindProof(tx *gorm.DB, intake *IntakePoint, terms Terms) error {
	provider, err := ProviderByID(tx, intake.ProviderID)
	if err != nil {
		return err
	}
	link, err := s.proofLink(tx, account.PurposeVerifyIntake, intake.ProviderID, intake.Email)
	if err != nil {
		return err
	}
	err = s.Mail.Queue(tx, mail.Recipient{Address: intake.Email, Name: intake.Name}, mail.VerifyIntakeAgain{
		Matter:       mail.Matter{Object: "provider", ID: provider.ID.String()},
		Organisation: provider.Name, ProveBy: terms.VerifyBy(intake.VerifiedAt), Months: terms.VerifyMonths, Link: link,
	})
	if err != nil || intake.DeputyEmail == "" {
		return err
	}
	return s.sendDeputyVerification(tx, *intake)
}
