package portal

import (
	"strings"

	"github.com/google/uuid"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/words"
	"providerportal/internal/workday"
	"providerportal/matching"
)

// exportOwnData gives people everything that the portal keeps about them (AVG-7).
func (s *Server) exportOwnData(v *visit) error { return s.sendPerson(v, v.actor.UserID) }

// exportPersonData does so for an administrator who answers a request for access.
func (s *Server) exportPersonData(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	return s.sendPerson(v, id)
}

func (s *Server) sendPerson(v *visit, id uuid.UUID) error {
	person, err := s.Accounts.ExportPerson(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	work, err := s.Enrollment.ExportPerson(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	requests, err := s.Matching.ExportPerson(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	drafts, err := s.Matching.ExportDrafts(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	w, page := v.words(), v.newExportPage(v.T("export.person.title", "Name", person.Account.Name), "export.person.lead")
	page.addAccount(w, &person.Account)
	page.addMeans(w, &person.Means)
	page.addSessions(w, person.Sessions)
	page.addWork(w, work)
	page.addRequests(w, requests)
	page.addDrafts(w, drafts)
	page.addInvitations(w, work.Invitations)
	page.addLetters(w, person.Letters)
	page.addTrail(w, person.Trail)
	return v.sendExport(exported{
		name: "gegevens-" + workday.On(s.Accounts.Now()).String() + ".zip", page: page,
		files: []exportFile{
			{"account.json", person.Account}, {"sign-in.json", person.Means}, {"sessions.json", person.Sessions}, {"letters.json", person.Letters},
			{"audit.json", person.Trail}, {"applications.json", work}, {"requests.json", requests}, {"drafts.json", drafts},
		},
	})
}

func (p *exportPage) addAccount(w *words.Words, a *account.UserFacts) {
	actor := account.Actor{Roles: a.Roles, ProviderAdmin: a.ProviderAdmin}
	rows := [][]Link{
		cellsOf(w.T("own.name"), a.Name), cellsOf(w.T("own.email"), a.Email),
		cellsOf(w.T("own.roles"), strings.Join(roleNames(w, actor), ", ")),
		cellsOf(w.T("own.lang.title"), w.T("own.lang."+a.Lang)),
		cellsOf(w.T("export.created"), w.Moment(a.CreatedAt)),
	}
	if a.ClosedAt != nil {
		rows = append(rows, cellsOf(w.T("export.closed"), w.Moment(*a.ClosedAt)))
	}
	p.section(w, "account", nil, rows)
}

func (p *exportPage) addMeans(w *words.Words, means *account.MeansFacts) {
	var rows [][]Link
	if means.AppSince != nil {
		rows = append(rows, cellsOf(w.T("export.app"), w.Moment(*means.AppSince)))
	}
	for _, key := range means.Passkeys {
		rows = append(rows, cellsOf(key.Name, w.Moment(key.CreatedAt)))
	}
	for _, identity := range means.Identities {
		rows = append(rows, cellsOf(identity.Provider, w.Moment(identity.CreatedAt)))
	}
	p.section(w, "means", []string{"name", "from"}, rows)
}

func (p *exportPage) addSessions(w *words.Words, sessions []account.SessionFacts) {
	rows := make([][]Link, len(sessions))
	for i, one := range sessions {
		rows[i] = cellsOf(w.Moment(one.CreatedAt), w.Moment(one.LastSeenAt), browserName(w, one.Agent), one.Origin)
	}
	p.section(w, "sessions", []string{"since", "seen", "browser", "origin"}, rows)
}

func (p *exportPage) addWork(w *words.Words, work *enrollment.PersonExport) {
	var rows [][]Link
	for _, part := range append(work.Applications, work.Contracts...) {
		names := make([]string, len(part.Acts))
		for i, act := range part.Acts {
			names[i] = w.T("export.act." + act)
		}
		rows = append(rows, cellsOf(part.Reference, strings.Join(names, ", ")))
	}
	p.section(w, "work", []string{"reference", "act"}, rows)
	rows = nil
	for _, file := range work.Documents {
		rows = append(rows, cellsOf(file.Name, fileSize(w.Lang, file.Bytes), moment(w, file.UploadedAt)))
	}
	p.section(w, "uploads", []string{"name", "size", "uploaded"}, rows)
}

func (p *exportPage) addRequests(w *words.Words, requests []matching.RequestExport) {
	rows := make([][]Link, len(requests))
	for i, one := range requests {
		rows[i] = cellsOf(one.Reference, one.Provider, one.Municipality, w.T("request.status."+string(one.Status)), w.Moment(one.SentAt))
	}
	p.section(w, "requests", []string{"reference", "provider", "municipality", "status", "sent"}, rows)
}

func (p *exportPage) addLetters(w *words.Words, letters []account.LetterFacts) {
	rows := make([][]Link, len(letters))
	for i, one := range letters {
		rows[i] = cellsOf(w.Moment(one.QueuedAt), one.Subject)
	}
	p.section(w, "letters", []string{"when", "subject"}, rows)
}

func (p *exportPage) addTrail(w *words.Words, trail []account.TrailFacts) {
	rows := make([][]Link, len(trail))
	for i, one := range trail {
		who := w.T("export.by-other")
		if one.ByThem {
			who = w.T("export.by-person")
		}
		rows[i] = cellsOf(w.Moment(one.At), who, actionText(w, one.Action), one.Origin, w.T("audit.result."+string(one.Result)))
	}
	p.section(w, "trail", []string{"when", "who", "act", "origin", "result"}, rows)
}
