package portal

import (
	"archive/zip"
	"context"
	"io"
	"strings"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/words"
	"providerportal/internal/workday"
	"providerportal/storage/documents"
)

// exportProviderData gives everything of an organisation, its documents included,
// for an administrator who answers a request for access (AVG-7).
func (s *Server) exportProviderData(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	return s.sendProvider(v, id)
}

func (s *Server) sendProvider(v *visit, id uuid.UUID) error {
	provider, err := s.Directory.ExportProvider(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	people, err := s.Accounts.ExportColleagues(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	requests, err := s.Matching.ExportProvider(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	house, err := s.Enrollment.ExportProvider(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	w, page := v.words(), v.newExportPage(v.T("export.provider.title", "Name", provider.Name), "export.provider.lead")
	page.addProvider(w, provider)
	page.addColleagues(w, people)
	page.addApplications(w, house)
	page.addContractPast(w, house.Contracts)
	page.addInvitations(w, house.Invitations)
	page.addProviderPast(w, provider)
	page.addFiles(w, house.Files)
	page.addRequests(w, requests)
	return v.sendExport(exported{
		name: "aanbieder-" + provider.Slug + "-" + workday.On(s.Accounts.Now()).String() + ".zip", page: page,
		files: []exportFile{
			{"provider.json", provider}, {"people.json", people}, {"applications.json", house}, {"requests.json", requests},
		},
		more: s.copyDocuments(v.lasting(), house),
	})
}

// copyDocuments adds the files one by one, as they come out of the store.
func (s *Server) copyDocuments(actor account.Actor, house *enrollment.ProviderExport) func(context.Context, *zip.Writer) error {
	return func(ctx context.Context, archive *zip.Writer) error {
		for i := range house.Documents {
			if err := s.copyDocument(ctx, archive, actor, house.Files[i].Path, &house.Documents[i]); err != nil {
				return err
			}
		}
		return nil
	}
}

func (s *Server) copyDocument(ctx context.Context, archive *zip.Writer, actor account.Actor, path string, document *documents.Document) error {
	content, err := s.Enrollment.ExportDocument(ctx, actor, document)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }() // it was only read
	// PDF and pictures do not get smaller, so they are stored as they are.
	out, err := archive.CreateHeader(&zip.FileHeader{Name: path, Method: zip.Store, Modified: *document.StoredAt})
	if err != nil {
		return err
	}
	_, err = io.Copy(out, content)
	return err
}

func (p *exportPage) addProvider(w *words.Words, e *directory.ProviderExport) {
	p.section(w, "provider", nil, [][]Link{
		cellsOf(w.T("register.organisation"), e.Name), cellsOf(e.Label(w), e.Short(w)),
		cellsOf(w.T("export.created"), w.Moment(e.CreatedAt)),
	})
	p.section(w, "profile", nil, [][]Link{
		cellsOf(w.T("export.mission"), e.Profile.Mission), cellsOf(w.T("export.offer"), e.Profile.Offer),
		cellsOf(w.T("export.audience"), e.Profile.Audience), cellsOf(w.T("export.website"), e.Profile.Website),
		cellsOf(w.T("export.published"), moment(w, e.Profile.PublishedAt)),
	})
	p.section(w, "intake", nil, [][]Link{
		cellsOf(w.T("own.name"), e.Intake.Name), cellsOf(w.T("own.email"), e.Intake.Email),
		cellsOf(w.T("export.phone"), e.Intake.Phone), cellsOf(w.T("export.hours"), e.Intake.Hours),
	})
}

func (p *exportPage) addColleagues(w *words.Words, people []account.Colleague) {
	rows := make([][]Link, len(people))
	for i, one := range people {
		role := account.Actor{Roles: []account.Role{account.RoleProvider}, ProviderAdmin: one.Admin}
		rows[i] = cellsOf(one.Name, one.Email, strings.Join(roleNames(w, role), ", "))
	}
	p.section(w, "people", []string{"name", "email", "role"}, rows)
}

func (p *exportPage) addApplications(w *words.Words, house *enrollment.ProviderExport) {
	var rows, answers [][]Link
	for _, a := range house.Applications {
		rows = append(rows, cellsOf(a.Reference, w.T("application.status."+string(a.Status)), moment(w, a.SubmittedAt), moment(w, a.DecidedAt), a.DecisionReasons))
		for _, answer := range a.Answers {
			outcome := ""
			if answer.Outcome != "" {
				outcome = w.T("outcome." + string(answer.Outcome))
			}
			answers = append(answers, cellsOf(a.Reference, answer.Title, answer.Choice+answer.Text, outcome, answer.Reasons))
		}
	}
	p.section(w, "applications", []string{"reference", "status", "sent", "decided", "reasons"}, rows)
	p.section(w, "answers", []string{"reference", "requirement", "answer", "outcome", "reasons"}, answers)
	rows = nil
	for _, c := range house.Contracts {
		rows = append(rows, cellsOf(c.Reference, w.T("contract.status."+string(c.Status)), moment(w, c.SignedAt), c.Signatory))
	}
	p.section(w, "contracts", []string{"reference", "status", "signed", "signatory"}, rows)
}

func (p *exportPage) addFiles(w *words.Words, files []enrollment.FileFacts) {
	rows := make([][]Link, len(files))
	for i, file := range files {
		rows[i] = append([]Link{{Text: file.Name, URL: file.Path}}, cellsOf(fileSize(w.Lang, file.Bytes), moment(w, file.UploadedAt))...)
	}
	p.section(w, "documents", []string{"name", "size", "uploaded"}, rows)
}
