package portal

import (
	"strconv"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/workday"
)

// ProviderPage is one provider's profile as staff watch over it: what changed
// since they last looked, whether requests arrive, and what was offline when.
type ProviderPage struct {
	Frame
	Form
	State     Tag
	Facts     SummaryList
	Public    string // address of the public page; empty while there is none
	Changes   []Change
	FirstTime bool   // nobody looked at this profile before
	Latest    string // version to acknowledge; empty when all is seen
	Takedown  *TakedownView
	History   []TakedownView
	Editions  []EditionView
	MayAct    bool
	CanTake   bool
	Base      string
}

func (p *ProviderPage) template() string { return "staff/provider" }

// Reason asks why the profile goes offline.
func (p *ProviderPage) Reason() Field { return p.Field("reason").Rows(4).Max(directory.ReasonMax) }

type reasonForm struct {
	Reason string `form:"reason"`
}

func newProviderPage(frame Frame, region *directory.Region, file *directory.File, form *reasonForm, actor account.Actor, today workday.Date) *ProviderPage {
	p := &ProviderPage{
		Frame: frame, Form: newForm(frame.Words(), "provider-page", form), Base: providersPath + "/" + file.ID.String(),
		MayAct: actor.Has(account.RoleContractManager), FirstTime: file.First,
		Takedown: newTakedownView(&frame, file.Takedown),
	}
	p.Title, p.Breadcrumbs = file.Name, []Link{{p.T("nav.desk"), "/beheer"}, {p.T("providers.title"), providersPath}}
	p.State = profileTag(p.Words(), &file.Watched)
	p.CanTake = p.MayAct && file.Profile.Published() && file.Profile.OfflineAt == nil
	if file.Profile.Published() && file.Admitted && file.Profile.OfflineAt == nil {
		p.Public = "/aanbieders/" + file.Slug
	}
	if file.Watched.Unseen > 0 {
		p.Latest, p.Changes = strconv.FormatInt(file.Latest, 10), changesOf(&p.Frame, region, file.Changes)
	}
	for i := range file.History {
		p.History = append(p.History, *newTakedownView(&p.Frame, &file.History[i]))
	}
	p.Editions = editionViews(&p.Frame, region, file.Editions)
	p.Facts = p.facts(file, today)
	return p
}

func (p *ProviderPage) facts(file *directory.File, today workday.Date) SummaryList {
	w := p.Words()
	list := SummaryList{Rows: []SummaryRow{row(w, file.Entry.Label(w), "", file.Entry.Short(w))}}
	if file.Profile.ConfirmedAt != nil {
		confirmed := row(w, p.T("providers.confirmed"), "", p.Date(*file.Profile.ConfirmedAt), p.T("providers.confirm-by", "By", p.Date(file.ConfirmBy)))
		if today.After(file.ConfirmBy) {
			confirmed.Tag = Tag{Text: p.T("providers.overdue"), Look: LookWarn}
		}
		list.Rows = append(list.Rows, confirmed)
	}
	list.Rows = append(list.Rows, p.intakeFacts(&file.Intake, file.State, today)...)
	if file.Profile.Capacity.SaidOn != nil {
		list.Rows = append(list.Rows, row(w, p.T("providers.capacity"), "", capacityText(&p.Frame, &file.Profile.Capacity, today)))
	}
	return list
}

func (p *ProviderPage) intakeFacts(intake *directory.IntakePoint, state directory.IntakeState, today workday.Date) []SummaryRow {
	w := p.Words()
	point := row(w, p.T("providers.intake"), "")
	point.Tag = intakeTag(w, state)
	if state == directory.IntakeNone {
		return []SummaryRow{point}
	}
	point.Values = []string{intake.Name, intake.Phone, intake.Hours}
	point.Links = []Link{{intake.Email, "mailto:" + intake.Email}}
	rows := []SummaryRow{point}
	if intake.DeputyEmail != "" {
		deputy := row(w, p.T("providers.deputy"), "", intake.DeputyName)
		deputy.Links = []Link{{intake.DeputyEmail, "mailto:" + intake.DeputyEmail}}
		if intake.DeputyVerifiedAt == nil {
			deputy.Tag = intakeTag(w, directory.IntakeUnverified)
		}
		rows = append(rows, deputy)
	}
	if intake.AbsentUntil != nil && !today.After(*intake.AbsentUntil) {
		rows = append(rows, row(w, p.T("providers.absent"), "",
			p.T("providers.absent.period", "From", p.Date(*intake.AbsentFrom), "Until", p.Date(*intake.AbsentUntil))))
	}
	return rows
}

func (s *Server) providerPage(v *visit, id uuid.UUID, form *reasonForm) (*ProviderPage, error) {
	file, err := s.Directory.File(v.ctx, v.actor, id)
	if err != nil {
		return nil, err
	}
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return nil, err
	}
	return newProviderPage(v.frame("providers.title"), region, file, form, v.actor, workday.On(s.Directory.Now())), nil
}

func (s *Server) showProvider(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	p, err := s.providerPage(v, id, &reasonForm{})
	if err != nil {
		return err
	}
	return v.show(p)
}
