package portal

import (
	"providerportal/directory"
	"providerportal/internal/fault"
	"providerportal/internal/words"
)

// profilePart is a page on which one section of the profile is written.
type profilePart struct {
	code      string // in the address
	section   directory.Section
	mandatory bool
	state     func(*directory.Profile) TaskState
	questions func(*ProfilePartPage) []Question
}

// profileParts are the pages in the order of the task list.
var profileParts = []profilePart{
	{"missie", directory.SectionMission, true, missionState, (*ProfilePartPage).missionQuestions},
	{"aanbod", directory.SectionOffer, true, offerState, (*ProfilePartPage).offerQuestions},
	{"doelgroep", directory.SectionAudience, true, audienceState, (*ProfilePartPage).audienceQuestions},
	{"gebied", directory.SectionWhere, true, whereState, (*ProfilePartPage).whereQuestions},
	{"praktisch", directory.SectionPractical, false, nil, (*ProfilePartPage).practicalQuestions},
}

func missionState(p *directory.Profile) TaskState { return partState(p.Mission != "", true) }

func offerState(p *directory.Profile) TaskState { return partState(p.Offer != "", len(p.Products) > 0) }

func audienceState(p *directory.Profile) TaskState {
	return partState(len(p.TargetGroups) > 0, true)
}

func whereState(p *directory.Profile) TaskState { return partState(len(p.Municipalities) > 0, true) }

// partState is done with both, busy with one, and to do without the first.
func partState(first, second bool) TaskState {
	switch {
	case first && second:
		return TaskDone
	case first:
		return TaskBusy
	}
	return TaskTodo
}

func (part *profilePart) path() string { return profilePath + "/onderdelen/" + part.code }

func (part *profilePart) task(w *words.Words, status Tag) Task {
	key := "profile.part." + part.code
	task := Task{ID: part.code, Text: w.T(key), URL: part.path(), Status: status}
	if w.Has(key + ".hint") {
		task.Hint = w.T(key + ".hint")
	}
	return task
}

// ProfilePartPage asks for one section of the profile.
type ProfilePartPage struct {
	Frame
	Form
	Action  string
	Mark    string   // of the section as it was shown
	Example string   // of how another provider could write it
	Theirs  []Change // what a colleague wrote meanwhile
	Live    *LivePreview

	part    *profilePart
	region  *directory.Region
	profile *directory.Profile
}

func (p *ProfilePartPage) template() string { return "provider/profile_part" }

// Questions are the fields of the section, in order.
func (p *ProfilePartPage) Questions() []Question { return p.part.questions(p) }

func newProfilePartPage(frame Frame, part *profilePart, region *directory.Region, profile *directory.Profile, form *profileForm) *ProfilePartPage {
	p := &ProfilePartPage{
		Frame: frame, Form: newForm(frame.Words(), "profile", form), Action: part.path(),
		Mark: profile.Part(part.section).Mark(), part: part, region: region, profile: profile,
	}
	for code, text := range form.Descriptions {
		p.Values["description."+code] = []string{text}
	}
	if key := "profile.example." + part.code; p.Words().Has(key) {
		p.Example = p.T(key)
	}
	p.withinProfile()
	return p
}

// withinProfile adds the way back to the profile.
func (f *Frame) withinProfile() {
	f.Breadcrumbs = []Link{{f.T("nav.overview"), "/mijn"}, {f.T("profile.title"), profilePath}}
}

func partOf(v *visit) (*profilePart, error) {
	for i := range profileParts {
		if profileParts[i].code == v.param("code") {
			return &profileParts[i], nil
		}
	}
	return nil, fault.Missing()
}

// profilePart loads the page; a nil form shows what is kept.
func (s *Server) profilePart(v *visit, part *profilePart, form *profileForm) (*ProfilePartPage, error) {
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return nil, err
	}
	profile, err := s.Directory.Profile(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	if form == nil {
		form = formOfProfile(profile)
	}
	public, err := s.Directory.PreviewSection(v.ctx, v.actor, part.section, *form.profile())
	if err != nil {
		return nil, err
	}
	p := newProfilePartPage(v.frame("profile.part."+part.code), part, region, profile, form)
	p.Live = newLivePreview(v.lang, region, public)
	return p, nil
}

func (s *Server) showProfilePart(v *visit) error {
	part, err := partOf(v)
	if err != nil {
		return err
	}
	p, err := s.profilePart(v, part, nil)
	if err != nil {
		return err
	}
	return v.show(p)
}

// saveProfilePart keeps one section in the draft. When a colleague changed it
// meanwhile, the page shows both.
func (s *Server) saveProfilePart(v *visit) error {
	part, err := partOf(v)
	if err != nil {
		return err
	}
	form, err := s.readProfile(v)
	if err != nil {
		return err
	}
	wanted := form.profile()
	refusal := s.Directory.SaveSection(v.ctx, v.actor, part.section, form.Mark, *wanted)
	if refusal == nil {
		return v.done(profilePath, "profile-saved")
	}
	p, err := s.profilePart(v, part, form)
	if err != nil {
		return err
	}
	if !fault.Is(refusal, fault.KindConflict) {
		p.Mark = form.Mark
	} else {
		p.Theirs = changesOf(&p.Frame, p.region, directory.Difference(wanted.Part(part.section), p.profile.Part(part.section)))
	}
	return v.refuse(&p.Form, p, refusal)
}

// readProfile takes the posted fields, with the own words per product.
func (s *Server) readProfile(v *visit) (*profileForm, error) {
	form := &profileForm{Descriptions: map[string]string{}}
	if err := v.read(form); err != nil {
		return nil, err
	}
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return nil, err
	}
	for _, product := range region.Products {
		form.Descriptions[product.Code] = cleanText(v.FormValue("description."+product.Code), false)
	}
	return form, nil
}
