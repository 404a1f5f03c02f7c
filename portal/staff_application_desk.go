package portal

import (
	"strings"

	"providerportal/enrollment"
	"providerportal/internal/account"
)

// DeskPart is what every page of an application shows of the people who work on
// it: who looks too, who has it in hand, and the notes to each other.
type DeskPart struct {
	Place    string // the list from which one came
	Watchers string // who else looks now, as a sentence
	WatchURL string
	Assignee string
	Assign   []Choice // whom to give it to; none when it may not be given
	AssignTo string
	Seen     string // who has it in hand, as the form was shown
	Take     bool   // the reader may take it
	Me       string
	NoteURL  string
	Notes    []Event
	About    []Choice // what a note may be about
}

// at keeps the list from which one came in an address.
func (p *DeskPart) at(path string) string { return withQuery(path, fromParam, p.Place) }

// deskPart notes that the actor looks, and fills in the others.
func (s *Server) deskPart(v *visit, p *DeskPart, d *enrollment.Dossier) error {
	others, err := s.Enrollment.Look(v.ctx, v.actor, d.Application.ID)
	if err != nil {
		return err
	}
	path := reviewPath(&d.Application)
	p.Watchers, p.WatchURL, p.NoteURL = watching(v, others), path+"/kijkers", p.at(path+"/notities")
	p.Assignee, p.AssignTo = d.Assignee, p.at(path+"/behandelaar")
	if d.Application.AssignedTo != nil {
		p.Seen = d.Application.AssignedTo.String()
	}
	if !d.Application.Open() || !v.actor.Has(account.RoleReviewer) {
		return nil
	}
	p.Take, p.Me = !d.Application.InHandOf(v.actor.UserID), v.actor.UserID.String()
	reviewers, err := s.Enrollment.Reviewers(v.ctx, v.actor)
	for _, one := range reviewers {
		if one.ID != v.actor.UserID && !d.Application.InHandOf(one.ID) {
			p.Assign = append(p.Assign, Choice{Value: one.ID.String(), Text: one.Name})
		}
	}
	return err
}

// notes are those about one requirement, or about the whole application.
func (p *DeskPart) notes(f *Frame, d *enrollment.Dossier, requirement *enrollment.Requirement) {
	list := d.Notes
	if requirement != nil {
		list = d.NotesOn(requirement.ID)
	}
	for _, one := range d.Requirements {
		p.About = append(p.About, Choice{Value: one.Code, Text: one.Title(f.Lang)})
	}
	for _, note := range list {
		event := Event{When: f.Moment(note.WrittenAt), Exact: note.WrittenAt, Title: note.Writer, Text: note.Body}
		if requirement == nil && note.RequirementID != nil {
			for _, one := range d.Requirements {
				if one.ID == *note.RequirementID {
					event.Who = f.T("notes.about", "Title", one.Title(f.Lang))
				}
			}
		}
		p.Notes = append(p.Notes, event)
	}
}

// watching is the sentence about the colleagues who look too, or empty.
func watching(v *visit, names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return v.words().T("desk.watching.one", "Name", names[0])
	}
	return v.words().T("desk.watching.more", "Names", strings.Join(names[:len(names)-1], ", "), "Last", names[len(names)-1])
}

// watchApplication says who else looks now; the script of the page asks it. The
// session does not live longer by it.
func (s *Server) watchApplication(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	others, err := s.Enrollment.Look(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	return v.SendString(watching(v, others))
}

type assignForm struct {
	To   string `form:"to"`
	Seen string `form:"seen"`
	Then string `form:"then"`
}

// assignApplication puts an application in the hands of a reviewer, from the list
// or from its page, and goes back there.
func (s *Server) assignApplication(v *visit) error {
	var form assignForm
	if err := v.read(&form); err != nil {
		return err
	}
	id, err := v.id()
	if err != nil {
		return err
	}
	path, notice := withQuery("/beheer/aanmeldingen/"+id.String(), fromParam, v.place()), "assigned"
	if form.Then == "list" {
		path = queueURL(v.place())
	}
	if form.To == v.actor.UserID.String() {
		notice = "taken"
	}
	err = s.Enrollment.Assign(v.ctx, v.actor, id, enrollment.Assignment{To: idOrNil(form.To), Seen: idOrNil(form.Seen)})
	if err != nil {
		return s.refuseAct(v, err)
	}
	return v.done(path, notice)
}

type noteForm struct {
	Note string `form:"note"`
	Code string `form:"code"` // of the requirement it is about, or empty
}

// addNote keeps a note to colleagues and goes back to where it was written.
func (s *Server) addNote(v *visit) error {
	var form noteForm
	if err := v.read(&form); err != nil {
		return err
	}
	id, err := v.id()
	if err != nil {
		return err
	}
	if err := s.Enrollment.AddNote(v.ctx, v.actor, id, form.Code, form.Note); err != nil {
		p, pageErr := s.reviewPage(v)
		if pageErr != nil {
			return pageErr
		}
		p.Form = newForm(v.words(), "review", &form)
		return v.refuse(&p.Form, p, err)
	}
	return v.done(withQuery("/beheer/aanmeldingen/"+id.String(), fromParam, v.place()), "note-added")
}
