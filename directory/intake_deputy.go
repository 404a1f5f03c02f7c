package directory

import (
	"strings"
	"time"

	"gorm.io/gorm"

	"providerportal/internal/mail"
	"providerportal/internal/workday"
)

// DeputyWorks reports whether the deputy's mailbox was proven and not too long
// ago: only then requests go there (D11).
func (i IntakePoint) DeputyWorks(today workday.Date, terms Terms) bool {
	return i.DeputyVerifiedAt != nil && !today.After(terms.VerifyBy(i.DeputyVerifiedAt))
}

// DeputyWaits reports whether there is a deputy whose mailbox has to be proven.
func (i IntakePoint) DeputyWaits(today workday.Date, terms Terms) bool {
	return i.DeputyEmail != "" && !i.DeputyWorks(today, terms)
}

// checkDeputyMailbox takes the proof of a deputy away whose mailbox refuses letters,
// and tells everybody; a request would otherwise get lost while the intake point
// is absent. When the proof is too old, the deputy gets a new link instead. Both
// happen once, because the proof is gone afterwards.
func (s *Service) checkDeputyMailbox(tx *gorm.DB, intake *IntakePoint, bounced map[string]time.Time, terms Terms) error {
	if intake.DeputyEmail == "" || intake.DeputyVerifiedAt == nil {
		return nil
	}
	at, failed := bounced[strings.ToLower(intake.DeputyEmail)]
	failed = failed && at.After(*intake.DeputyVerifiedAt)
	if !failed && intake.DeputyWorks(workday.On(s.Now()), terms) {
		return nil
	}
	if err := tx.Model(intake).Update("deputy_verified_at", nil).Error; err != nil {
		return err
	}
	if failed {
		return s.tellDeputyUnreachable(tx, intake, at)
	}
	return s.sendDeputyVerification(tx, *intake)
}

func (s *Service) tellDeputyUnreachable(tx *gorm.DB, intake *IntakePoint, at time.Time) error {
	provider, err := ProviderByID(tx, intake.ProviderID)
	if err != nil {
		return err
	}
	matter := mail.Matter{Object: "provider", ID: provider.ID.String(), Round: at.UTC().Format(time.RFC3339)}
	err = s.tellPeople(tx, provider.ID, mail.DeputyUnreachable{
		Matter: matter, Organisation: provider.Name, URL: s.Mail.BaseURL + "/mijn/aanmeldpunt",
	})
	if err != nil {
		return err
	}
	return s.tellStaff(tx, mail.DeputyUnreachableStaff{Matter: matter, Organisation: provider.Name, URL: s.staffURL(provider.ID)})
}
