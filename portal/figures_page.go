package portal

import (
	"providerportal/directory"
	"providerportal/internal/paging"
	"providerportal/matching"
)

// FiguresPage is how requests do against the norm (T10): for the MGR all of them
// with the worst first, for a provider and a municipality their own. Clock and
// status, never the text (T9).
type FiguresPage struct {
	Frame
	Form
	Lead      string
	Action    string // of the filters
	Presets   Tabs
	Sheet     string // empty where there is no export
	Signals   string
	Stats     []Stat
	Nothing   string // instead of a percentage
	Chart     ColumnChart
	Counts    Table
	Breakdown []Table
	Urgent    Table
	More      Link

	look   *figuresLook
	narrow []narrowField
}

// figuresLook is what differs between who reads the figures.
type figuresLook struct {
	template, path, list, param, words  string
	municipalities, providers, segments bool
}

var (
	staffFigures      = figuresLook{"staff/terms", termsPath, termsPath + "/verzoeken", "lijst", "terms", true, true, true}
	providerFigures   = figuresLook{"provider/figures", "/mijn/cijfers", "/mijn/verzoeken", "toon", "own-figures.provider", true, false, false}
	consultantFigures = figuresLook{"consultant/figures", "/consulent/cijfers", "/consulent", "toon", "own-figures.consultant", false, true, false}
)

func (p *FiguresPage) template() string { return p.look.template }

// figuresOf are the figures with what is needed to show them.
type figuresOf struct {
	form      figuresForm
	filter    matching.Filter
	report    *matching.Report
	region    *directory.Region
	providers []matching.Asked
	urgent    paging.Page[matching.Line]
}

// figures gathers them; wrong is what is the matter with the filters, and then
// the figures are those of everything.
func (s *Server) figures(v *visit) (found figuresOf, wrong, err error) {
	if found.region, err = s.Directory.Region(v.ctx); err != nil {
		return found, nil, err
	}
	if found.providers, err = s.Matching.AskedBy(v.ctx, v.actor); err != nil {
		return found, nil, err
	}
	found.form = v.figuresForm()
	if found.filter, wrong = found.form.filter(found.region, found.providers); wrong != nil {
		found.filter = matching.Filter{}
	}
	if found.report, err = s.Matching.Report(v.ctx, v.actor, found.filter); err != nil {
		return found, nil, err
	}
	found.urgent, err = s.Matching.List(v.ctx, v.actor, found.filter, matching.PartRunning, 1)
	return found, wrong, err
}

func (s *Server) showFigures(v *visit, look *figuresLook) error {
	found, wrong, err := s.figures(v)
	if err != nil {
		return err
	}
	p := figuresPage(v.frame(look.words+".title"), look, found, periods(s.Matching.Today()))
	if wrong != nil {
		return v.refuse(&p.Form, p, wrong)
	}
	return v.show(p)
}

func (s *Server) showOwnFigures(v *visit) error { return s.showFigures(v, &providerFigures) }

func (s *Server) showMunicipalityFigures(v *visit) error { return s.showFigures(v, &consultantFigures) }

func figuresPage(frame Frame, look *figuresLook, found figuresOf, presets []period) *FiguresPage {
	w := frame.Words()
	p := &FiguresPage{
		Frame: frame, Form: newForm(w, "figures", &found.form), Action: look.path,
		Lead: w.T(look.words + ".lead"), look: look,
	}
	p.Wide = true
	p.presets(found.form, presets)
	p.fields(found)
	p.stats(found)
	p.Chart = monthChart(&p.Frame, found.report.Months)
	p.Counts = p.groupTable("figures.total", "", []matching.Group{found.report.Total}, found.form)
	p.Counts.Hidden = true
	p.breakdown(found)
	if look == &staffFigures {
		p.Sheet, p.Signals = found.form.address(termsPath+"/export"), signalsPath
		p.urgent(found)
	} else {
		p.Breadcrumbs = []Link{{Text: w.T(map[string]string{"/mijn/verzoeken": "inbox.title", "/consulent": "consultant.title"}[look.list]), URL: look.list}}
	}
	return p
}

// presets are the periods that people ask for most; the other filters stay.
func (p *FiguresPage) presets(form figuresForm, presets []period) {
	p.Presets = Tabs{Label: p.T("figures.presets")}
	for _, one := range presets {
		other := form
		other.From, other.Until = "", ""
		if one.key != "all" {
			other.From, other.Until = one.from.String(), one.until.String()
		}
		p.Presets.Items = append(p.Presets.Items, NavItem{
			Text: p.T("figures.period." + one.key), URL: other.address(p.look.path), Current: other == form,
		})
	}
}

// Fields are the filters that this reader has.
func (p *FiguresPage) Fields() []Field {
	fields := []Field{freely(p.Field("van").As("date")), freely(p.Field("tot").As("date"))}
	for _, one := range p.narrow {
		fields = append(fields, narrowing(p.Field(one.name).As("select"), p.T("figures.any"), one.choices))
	}
	return fields
}

// narrowField is a filter with its choices.
type narrowField struct {
	name    string
	choices []Choice
}

func (p *FiguresPage) fields(found figuresOf) {
	if p.look.municipalities {
		p.narrow = append(p.narrow, narrowField{"gemeente", municipalityChoices(found.region)})
	}
	if p.look.providers {
		providers := narrowField{name: "aanbieder"}
		for _, one := range found.providers {
			providers.choices = append(providers.choices, Choice{Value: one.Slug, Text: one.Name})
		}
		p.narrow = append(p.narrow, providers)
	}
	if p.look.segments {
		segments := narrowField{name: "segment"}
		for _, one := range found.region.Segments {
			segments.choices = append(segments.choices, Choice{Value: one.Code, Text: one.Name(p.Lang)})
		}
		p.narrow = append(p.narrow, segments)
	}
}

// list is the address of the requests behind a number.
func (p *FiguresPage) list(form figuresForm, list string) string {
	return withQuery(form.address(p.look.list), p.look.param, list)
}

// stats are the numbers on top, each with its list.
func (p *FiguresPage) stats(found figuresOf) {
	total := found.report.Total
	if percentage, counted := total.Percentage(); counted {
		p.Stats = append(p.Stats, Stat{Number: p.T("terms.percentage", "Percentage", percentage), Text: p.T("figures.on-time"), URL: p.list(found.form, "telt-mee")})
	} else {
		p.Nothing = p.T("terms.nothing-yet")
	}
	late := p.stat("figures.late", total.Late, p.list(found.form, listLate), true)
	p.Stats = append(p.Stats, late, p.stat("figures.waiting", total.Waiting, p.list(found.form, "loopt"), false))
	if total.DaysHeld.Known {
		p.Stats = append(p.Stats, Stat{Number: total.DaysHeld.Text(p.Lang), Text: p.T("figures.days-held"), URL: p.list(found.form, "gevoerd")})
	}
	if total.DaysTold.Known {
		p.Stats = append(p.Stats, Stat{Number: total.DaysTold.Text(p.Lang), Text: p.T("figures.days-told"), URL: p.list(found.form, "beantwoord")})
	}
}

// urgentShown is how many requests stand on the dashboard itself.
const urgentShown = 8

func (p *FiguresPage) urgent(found figuresOf) {
	p.Urgent = termTable(&p.Frame, "figures.urgent", found.urgent.Lines[:min(urgentShown, len(found.urgent.Lines))], "")
	p.Urgent.Empty, p.Urgent.Stacked = p.T("figures.urgent.empty"), true
	p.Urgent.Columns = p.Urgent.Columns[:7] // none of them was held
	for i := range p.Urgent.Rows {
		p.Urgent.Rows[i] = p.Urgent.Rows[i][:7]
	}
	if found.urgent.Total > urgentShown {
		p.More = Link{Text: p.T("figures.urgent.all", "Number", found.urgent.Total), URL: p.list(found.form, "lopend")}
	}
}
