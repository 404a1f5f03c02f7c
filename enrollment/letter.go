package enrollment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/words"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// Letter is the decision as the provider reads it (E9, OH-6), in both languages:
// what was decided when and by whom, the result per requirement with its reasons,
// what the provider can do, and whom to ask. Notes between colleagues never
// stand in it.
type Letter struct {
	NL LetterText `json:"nl"`
	EN LetterText `json:"en"`
}

// LetterText is the letter in one language.
type LetterText struct {
	Title    string       `json:"title"`
	Facts    []LetterFact `json:"facts"`
	Decision string       `json:"decision"`
	Reasons  string       `json:"reasons,omitempty"`
	Results  []LetterFact `json:"results"` // outcome per requirement
	Findings []LetterPart `json:"findings,omitempty"`
	Parts    []LetterPart `json:"parts"`
}

// LetterFact is a value with the words that say what it is.
type LetterFact struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// LetterPart is text below a heading.
type LetterPart struct {
	Heading string `json:"heading"`
	Text    string `json:"text"`
}

// In gives the letter in the language.
func (l *Letter) In(lang string) *LetterText {
	if lang == "en" {
		return &l.EN
	}
	return &l.NL
}

// SentLetter is the letter as it was sent; it never changes.
type SentLetter struct {
	ApplicationID uuid.UUID `gorm:"primaryKey"`
	Content       []byte
	SHA256        string `gorm:"column:sha256"`
	SentAt        time.Time
	SentBy        uuid.UUID
}

// TableName is where the letters live.
func (SentLetter) TableName() string { return "decision_letters" }

// Letter reads the letter from its bytes.
func (s *SentLetter) Letter() (*Letter, error) {
	var letter Letter
	return &letter, json.Unmarshal(s.Content, &letter)
}

// composed is a letter with the bytes that are kept and their SHA-256.
type composed struct {
	Letter
	content []byte
	sha256  string
}

// compose makes the letter of a verdict from what the reviewers found.
func (s *Service) compose(db *gorm.DB, d *Dossier, verdict Verdict, decider string, on workday.Date) (*composed, error) {
	var office directory.Office
	if err := db.Take(&office).Error; err != nil {
		return nil, err
	}
	letter := &composed{}
	for _, lang := range words.Languages {
		*letter.In(lang) = d.letterText(words.For(lang), office, verdict, decider, on)
	}
	var err error
	if letter.content, err = json.Marshal(letter.Letter); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(letter.content)
	letter.sha256 = hex.EncodeToString(sum[:])
	return letter, nil
}

func (d *Dossier) letterText(w *words.Words, office directory.Office, verdict Verdict, decider string, on workday.Date) LetterText {
	key := "decision-letter.rejected"
	if verdict.Admit {
		key = "decision-letter.admitted"
	}
	text := LetterText{
		Title: w.T("decision-letter.title", "Reference", d.Application.Reference),
		Facts: []LetterFact{
			{w.T("decision-letter.organisation"), d.Provider.Name + ", " + d.Provider.Entry.Text(w)},
			{w.T("decision-letter.reference"), d.Application.Reference},
			{w.T("decision-letter.date"), w.Date(on)},
			{w.T("decision-letter.by"), w.T("decision-letter.by.name", "Name", decider, "Region", office.Name)},
			{w.T("decision-letter.submitted"), w.Date(d.Application.SubmittedAt)},
			{w.T("decision-letter.set"), w.T("decision-letter.set.version",
				"Version", strconv.Itoa(d.Set.Version), "From", workday.On(d.Set.InForceAt))},
		},
		Decision: w.T(key, "Organisation", d.Provider.Name),
		Reasons:  verdict.Reasons,
	}
	for _, requirement := range d.Requirements {
		check := d.Checks[requirement.ID]
		title := requirement.Title(w.Lang)
		text.Results = append(text.Results, LetterFact{title, w.T("outcome." + string(check.Outcome))})
		if check.Reasons != "" {
			text.Findings = append(text.Findings, LetterPart{title, check.Reasons})
		}
	}
	if verdict.Admit {
		text.Parts = append(text.Parts, LetterPart{w.T("decision-letter.next"), w.T("decision-letter.next.text")})
	}
	contact := d.Procedure.Contact(w.Lang)
	if contact == "" {
		contact = w.T("decision-letter.contact.text", "Region", office.Name, "Email", office.ContactEmail)
	}
	text.Parts = append(text.Parts,
		LetterPart{w.T("decision-letter.objection"), d.Procedure.Objection(w.Lang)},
		LetterPart{w.T("decision-letter.contact"), contact})
	return text
}

// PreviewDecision gives the letter as it would be sent now, and its SHA-256. It
// refuses what Decide would refuse.
func (s *Service) PreviewDecision(ctx context.Context, actor account.Actor, id uuid.UUID, verdict Verdict) (*Letter, string, error) {
	if !actor.Has(account.RoleDecider) {
		return nil, "", fault.Forbidden()
	}
	dossier, err := s.Dossier(ctx, actor, id)
	if err != nil {
		return nil, "", err
	}
	if !dossier.Application.ReadyToDecide() {
		return nil, "", fault.Conflict("application.past-step")
	}
	if err := dossier.mayDecide(actor, verdict); err != nil {
		return nil, "", err
	}
	letter, err := s.compose(s.DB.WithContext(ctx), dossier, verdict, actor.Name, s.today())
	if err != nil {
		return nil, "", err
	}
	return &letter.Letter, letter.sha256, nil
}

// sendLetter keeps the letter of a decision. When it was read before, it must
// still say the same.
func (s *Service) sendLetter(tx *gorm.DB, actor account.Actor, d *Dossier, verdict Verdict) error {
	letter, err := s.compose(tx, d, verdict, actor.Name, s.today())
	if err != nil {
		return err
	}
	if verdict.Letter != "" && verdict.Letter != letter.sha256 {
		return fault.Conflict("decision.letter-changed")
	}
	return tx.Create(&SentLetter{
		ApplicationID: d.Application.ID, Content: letter.content, SHA256: letter.sha256, SentAt: s.Now().UTC(), SentBy: actor.UserID,
	}).Error
}

// Decision is a decision that was sent.
type Decision struct {
	Application Application
	Letter      *Letter
	SHA256      string
	SentAt      time.Time
}

// Decision gives the letter of a decided application to who may see that
// application; fault.Missing before there is one. That staff read it is written
// down (AVG-6).
func (s *Service) Decision(ctx context.Context, actor account.Actor, id uuid.UUID) (*Decision, error) {
	db := s.DB.WithContext(ctx)
	application, err := takeVisible(db.Where("decided_at IS NOT NULL"), actor, id)
	if err != nil {
		return nil, err
	}
	decision, err := s.decision(db, *application)
	if err != nil || actor.Has(account.RoleProvider) {
		return decision, err
	}
	return decision, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Record(tx, actor, "application.read", "application", id.String())
	})
}

// decision reads the letter. A decision from before letters were kept is put
// together from its outcomes, which cannot change any more.
func (s *Service) decision(db *gorm.DB, application Application) (*Decision, error) {
	decision := &Decision{Application: application, SentAt: *application.DecidedAt}
	var sent SentLetter
	err := db.Take(&sent, "application_id = ?", application.ID).Error
	if err == nil {
		decision.SHA256, decision.SentAt = sent.SHA256, sent.SentAt
		decision.Letter, err = sent.Letter()
		return decision, err
	}
	if !errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, err
	}
	dossier, err := dossierOf(db, application, answersSent)
	if err != nil {
		return nil, err
	}
	verdict := Verdict{Admit: application.Status == StatusAdmitted, Reasons: application.DecisionReasons}
	letter, err := s.compose(db, dossier, verdict, dossier.DecidedBy, workday.On(*application.DecidedAt))
	if err != nil {
		return nil, err
	}
	decision.Letter, decision.SHA256 = &letter.Letter, letter.sha256
	return decision, nil
}

// OwnDecisions gives the decided applications of the actor's organisation, the
// newest first.
func (s *Service) OwnDecisions(ctx context.Context, actor account.Actor) ([]Application, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	var decided []Application
	return decided, s.DB.WithContext(ctx).Where("provider_id = ? AND decided_at IS NOT NULL", actor.ProviderID).
		Order("decided_at DESC").Find(&decided).Error
}
