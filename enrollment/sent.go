package enrollment

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/traderegister"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// Submission is one sending of an application, kept exactly as it was sent:
// later changes of the organisation, the requirements or the answers do not
// change it. Round 1 is the first, every supplement adds one.
type Submission struct {
	ID            uuid.UUID `gorm:"primaryKey" json:"id"`
	ApplicationID uuid.UUID `json:"-"`
	Round         int       `json:"round"`
	SentAt        time.Time `json:"sent_at"`
	Content       Sent      `gorm:"serializer:json" json:"content"`
}

// Sent is what the provider sent, in both languages where the portal has both.
type Sent struct {
	Reference  string `json:"reference"`
	SetVersion int    `json:"set_version"`
	SentBy     string `json:"sent_by"`
	traderegister.Entry
	Organisation   SentOrganisation `json:"organisation"`
	Contact        SentPerson       `json:"contact"`
	Signatory      SentPerson       `json:"signatory"`
	Municipalities []string         `json:"municipalities"`
	Answers        []SentAnswer     `json:"answers"`
	DecideBy       workday.Date     `json:"decide_by"`
}

// SentOrganisation is the organisation as it was that day.
type SentOrganisation struct {
	Name            string `json:"name"`
	Street          string `json:"street"`
	Postcode        string `json:"postcode"`
	Place           string `json:"place"`
	Country         string `json:"country"`
	ForeignRegister string `json:"foreign_register,omitempty"`
	Website         string `json:"website,omitempty"`
}

// SentPerson is the contact or the signatory.
type SentPerson struct {
	Name     string `json:"name"`
	Email    string `json:"email"`
	Phone    string `json:"phone,omitempty"`
	Function string `json:"function,omitempty"`
}

// SentAnswer is the answer to one requirement. Asked marks those that a
// supplement was about.
type SentAnswer struct {
	Code       string        `json:"code"`
	Kind       Kind          `json:"kind"`
	TitleNL    string        `json:"title_nl"`
	TitleEN    string        `json:"title_en"`
	Asked      bool          `json:"asked,omitempty"`
	Accepted   bool          `json:"accepted,omitempty"`
	ChoiceNL   string        `json:"choice_nl,omitempty"`
	ChoiceEN   string        `json:"choice_en,omitempty"`
	Text       string        `json:"text,omitempty"`
	IssuedOn   *workday.Date `json:"issued_on,omitempty"`
	ValidUntil *workday.Date `json:"valid_until,omitempty"`
	Document   *SentDocument `json:"document,omitempty"`
}

// SentDocument says which file went along; its hash proves it.
type SentDocument struct {
	ID        uuid.UUID `json:"id"`
	Name      string    `json:"name"`
	SizeBytes int64     `json:"size_bytes"`
	SHA256    string    `json:"sha256"`
}

// Title gives the requirement's title in the language.
func (a SentAnswer) Title(lang string) string { return pick(lang, a.TitleNL, a.TitleEN) }

// Choice gives the chosen answer in the language, or nothing.
func (a SentAnswer) Choice(lang string) string { return pick(lang, a.ChoiceNL, a.ChoiceEN) }

// Submission gives what was sent to who may see the application, and writes down
// that staff read it (AVG-6); fault.Missing otherwise.
func (s *Service) Submission(ctx context.Context, actor account.Actor, id uuid.UUID) (*Submission, error) {
	db := s.DB.WithContext(ctx)
	var submission Submission
	err := db.Take(&submission, "id = ?", id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	if err != nil {
		return nil, err
	}
	if _, err := takeVisible(db, actor, submission.ApplicationID); err != nil {
		return nil, err
	}
	if actor.Has(account.RoleProvider) {
		return &submission, nil
	}
	return &submission, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Record(tx, actor, "application.read", "application", submission.ApplicationID.String())
	})
}

// keepSent freezes what is sent now, in the transaction that sends it: in words,
// and as the answers that staff work with.
func (s *Service) keepSent(tx *gorm.DB, actor account.Actor, application *Application, dossier *Dossier) error {
	submission := Submission{
		ID: uuid.New(), ApplicationID: application.ID, Round: len(dossier.Submissions) + 1, SentAt: *application.SubmittedAt,
		Content: dossier.sent(actor.Name, *application.DecideByOn),
	}
	if err := freezeAnswers(tx, application.ID); err != nil {
		return err
	}
	if err := askAgain(tx, application.ID); err != nil {
		return err
	}
	return tx.Create(&submission).Error
}

func (d *Dossier) sent(by string, decideBy workday.Date) Sent {
	a := &d.Application
	sent := Sent{
		Reference: a.Reference, SetVersion: d.Set.Version, SentBy: by, Entry: d.Provider.Entry, DecideBy: decideBy,
		Organisation: sentOrganisation(d.Provider.Organisation()),
		Contact:      SentPerson{Name: a.ContactName, Email: a.ContactEmail, Phone: a.ContactPhone},
		Signatory:    SentPerson{Name: a.SignatoryName, Email: a.SignatoryEmail, Function: a.SignatoryFunction},
	}
	for _, municipality := range d.Municipalities {
		sent.Municipalities = append(sent.Municipalities, municipality.Name)
	}
	for _, requirement := range d.Requirements {
		sent.Answers = append(sent.Answers, d.sentAnswer(requirement))
	}
	return sent
}

func sentOrganisation(o directory.Organisation) SentOrganisation {
	return SentOrganisation{
		Name: o.Name, Street: o.Street, Postcode: o.Postcode, Place: o.Place, Country: o.Country,
		ForeignRegister: o.ForeignRegister, Website: o.Website,
	}
}

func (d *Dossier) sentAnswer(requirement Requirement) SentAnswer {
	answer := d.Answers[requirement.ID]
	sent := SentAnswer{
		Code: requirement.Code, Kind: requirement.Kind, TitleNL: requirement.TitleNL, TitleEN: requirement.TitleEN,
		Asked:    d.Checks[requirement.ID].Outcome == OutcomeSupplementNeeded,
		Accepted: answer.Accepted, Text: answer.Text, IssuedOn: answer.IssuedOn, ValidUntil: answer.ValidUntil,
	}
	for _, choice := range requirement.Choices {
		if choice.Code == answer.Choice {
			sent.ChoiceNL, sent.ChoiceEN = choice.NameNL, choice.NameEN
		}
	}
	if answer.DocumentID != nil {
		file := d.Documents[*answer.DocumentID]
		sent.Document = &SentDocument{ID: file.ID, Name: file.Name, SizeBytes: file.SizeBytes, SHA256: file.SHA256}
	}
	return sent
}
