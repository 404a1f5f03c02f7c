package enrollment

import (
	"context"
	"io"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

// ExportProvider gives everything of an organisation to who may export it, and
// writes down that it did.
func (s *Service) ExportProvider(ctx context.Context, actor account.Actor, providerID uuid.UUID) (*ProviderExport, error) {
	if !actor.MayExport(providerID) {
		return nil, fault.Missing()
	}
	db := s.DB.WithContext(ctx)
	export := &ProviderExport{}
	var applications []Application
	var contracts []Contract
	for _, err := range []error{
		db.Where("provider_id = ?", providerID).Order("started_at, id").Find(&applications).Error,
		db.Where("provider_id = ?", providerID).Order("offered_at, id").Find(&contracts).Error,
		db.Where("provider_id = ? AND state = ?", providerID, documents.StateStored).Order("created_at, id").Find(&export.Documents).Error,
	} {
		if err != nil {
			return nil, err
		}
	}
	for _, application := range applications {
		facts, err := exportApplication(db, application)
		if err != nil {
			return nil, err
		}
		export.Applications = append(export.Applications, facts)
	}
	for i := range contracts {
		facts, err := exportContract(db, &contracts[i])
		if err != nil {
			return nil, err
		}
		export.Contracts = append(export.Contracts, facts)
	}
	if err := invitationsWhere(db, "provider_id = ?", providerID).Find(&export.Invitations).Error; err != nil {
		return nil, err
	}
	for _, document := range export.Documents {
		export.Files = append(export.Files, factsOf(document))
	}
	if err := s.storeAnswers(ctx, export.Documents); err != nil {
		return nil, err
	}
	return export, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Record(tx, actor, "provider.exported", "provider", providerID.String())
	})
}

// ExportDocument opens one document of ExportProvider; the caller closes it. The
// reading is in the trail (AVG-6).
func (s *Service) ExportDocument(ctx context.Context, actor account.Actor, document *documents.Document) (io.ReadCloser, error) {
	if document.ProviderID == nil || !actor.MayExport(*document.ProviderID) {
		return nil, fault.Missing()
	}
	return s.read(ctx, actor, document)
}

// storeAnswers opens one document: nobody can be told that the store is down once
// an export is on its way.
func (s *Service) storeAnswers(ctx context.Context, files []documents.Document) error {
	if len(files) == 0 {
		return nil
	}
	content, err := s.Documents.Open(ctx, &files[0])
	if err != nil {
		return err
	}
	return content.Close()
}

// exportApplication gives an application as its provider may see it, with what was
// sent each time.
func exportApplication(db *gorm.DB, application Application) (ApplicationExport, error) {
	dossier, err := dossierOf(db, application, answersInWork)
	if err != nil {
		return ApplicationExport{}, err
	}
	dossier.hideFromProvider()
	facts := dossier.export()
	err = db.Where("application_id = ?", application.ID).Order("round").Find(&facts.Submissions).Error
	return facts, err
}

func (d *Dossier) export() ApplicationExport {
	a := &d.Application
	export := ApplicationExport{
		Reference: a.Reference, Status: a.Status, ContactName: a.ContactName, ContactEmail: a.ContactEmail,
		ContactPhone: a.ContactPhone, StartedAt: a.StartedAt, SubmittedAt: a.SubmittedAt, DecidedAt: a.DecidedAt,
		DecisionReasons: a.DecisionReasons, WithdrawnAt: a.WithdrawnAt,
		WithdrawalCode: a.WithdrawalCode, WithdrawalNote: a.WithdrawalNote,
		Signatory: SentPerson{Name: a.SignatoryName, Email: a.SignatoryEmail, Function: a.SignatoryFunction},
	}
	for _, municipality := range d.Municipalities {
		export.Municipalities = append(export.Municipalities, municipality.Name)
	}
	for _, requirement := range d.Requirements {
		answer, check := d.Answers[requirement.ID], d.Checks[requirement.ID]
		export.Answers = append(export.Answers, AnswerExport{
			Requirement: requirement.Code, Title: requirement.TitleNL, Accepted: answer.Accepted, Choice: answer.Choice,
			Text: answer.Text, DocumentID: answer.DocumentID, IssuedOn: answer.IssuedOn, ValidUntil: answer.ValidUntil,
			Outcome: check.Outcome, Reasons: check.Reasons,
		})
	}
	for _, event := range d.Events {
		export.Events = append(export.Events, EventExport{At: event.At, Status: event.Status})
	}
	return export
}

func factsOf(d documents.Document) FileFacts {
	return FileFacts{
		ID: d.ID, Name: d.Name, Path: "documenten/" + d.ID.String() + "-" + d.Name, Type: d.ContentType,
		Bytes: d.SizeBytes, SHA256: d.SHA256, UploadedAt: d.StoredAt,
	}
}
