package portal

import (
	"slices"
	"strconv"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/internal/fault"
	"providerportal/internal/words"
	"providerportal/internal/workday"
	"providerportal/matching"
)

// SendRequestPage asks one provider for a conversation with one resident (T1).
type SendRequestPage struct {
	Frame
	Form
	Municipality directory.Municipality
	Due          string // sentence with the due date that the request would get
	Products     []Choice
	Ways, Rungs  []Choice
	ID           string // of the request to be, so that a double click sends once
	Previous     string // request that this one asks again, or empty
	URL          string
	ProfileURL   string
}

func (p *SendRequestPage) template() string { return "consultant/send" }

type sendRequestForm struct {
	ID                string    `form:"id"`
	Municipality      string    `form:"municipality"`
	OwnReference      string    `form:"ownReference" clean:"line"`
	Product           string    `form:"product"`
	Question          string    `form:"question"`
	Goals             string    `form:"goals"`
	PreferredWay      string    `form:"preferredWay"`
	MunicipalityJoins string    `form:"municipalityJoins"`
	StartWishOn       DateInput `form:"startWishOn"`
	StartRung         string    `form:"startRung"`
	TargetRung        string    `form:"targetRung"`
	ResidentChose     string    `form:"residentChose"`
	ContactPhone      string    `form:"contactPhone"`
	Previous          string    `form:"previous"`
	Act               string    `form:"act"`     // "draft" keeps it without sending
	Version           string    `form:"version"` // of a request that is amended
}

func (f sendRequestForm) asked() matching.Question {
	id, _ := uuid.Parse(f.ID) // unreadable is none
	var previous *uuid.UUID
	if parsed, err := uuid.Parse(f.Previous); err == nil {
		previous = &parsed
	}
	return matching.Question{
		ID: id, Previous: previous, ContactPhone: f.ContactPhone, Municipality: f.Municipality, OwnReference: f.OwnReference, ProductCode: f.Product,
		Question: f.Question, Goals: f.Goals, PreferredWay: matching.Way(f.PreferredWay),
		MunicipalityJoins: f.MunicipalityJoins == "true", StartWishOn: optionalDate(f.StartWishOn),
		StartRung: optionalNumber(f.StartRung), TargetRung: optionalNumber(f.TargetRung),
		ResidentChose: f.ResidentChose == "true",
	}
}

// sendFormOf is a question as the form shows it.
func sendFormOf(q matching.Question) sendRequestForm {
	form := sendRequestForm{
		ID: q.ID.String(), OwnReference: q.OwnReference, Product: q.ProductCode, Question: q.Question, Goals: q.Goals,
		PreferredWay: string(q.PreferredWay), ContactPhone: q.ContactPhone, Previous: idText(q.Previous),
	}
	if q.MunicipalityJoins {
		form.MunicipalityJoins = "true"
	}
	if q.StartWishOn != nil {
		form.StartWishOn = dateInputOf(*q.StartWishOn)
	}
	for _, rung := range []struct {
		typed *string
		value *int
	}{{&form.StartRung, q.StartRung}, {&form.TargetRung, q.TargetRung}} {
		if rung.value != nil {
			*rung.typed = strconv.Itoa(*rung.value)
		}
	}
	return form
}

// sendRequestPage offers the products of the provider; the only one is chosen
// beforehand.
func sendRequestPage(frame Frame, to *directory.Public, region *directory.Region, municipality string, due workday.Date, form sendRequestForm) *SendRequestPage {
	w := frame.Words()
	p := &SendRequestPage{
		Frame: frame, Municipality: region.Municipality(municipality),
		Due: w.T("send-request.due", "Due", due), Ways: wayChoices(w), Rungs: rungChoices(w),
		ID: form.ID, Previous: form.Previous,
		URL: "/consulent/verzoeken/nieuw/" + to.Provider.Slug, ProfileURL: "/aanbieders/" + to.Provider.Slug,
	}
	p.Breadcrumbs = []Link{{Text: w.T("consultant.title"), URL: "/consulent"}, {Text: to.Provider.Name, URL: p.ProfileURL}}
	for _, product := range region.Products {
		if slices.Contains(to.Profile.Products, product.Code) {
			p.Products = append(p.Products, Choice{Value: product.Code, Text: product.Name(frame.Lang)})
		}
	}
	p.Form = newForm(w, "send-request", &form)
	return p
}

func rungChoices(w *words.Words) []Choice {
	choices := make([]Choice, 6)
	for i := range choices {
		number := strconv.Itoa(i + 1)
		choices[i] = Choice{Value: number, Text: w.T("rung." + number)}
	}
	return choices
}

func (s *Server) sendRequestPage(v *visit, form sendRequestForm) (*SendRequestPage, error) {
	to, err := s.Directory.Public(v.ctx, v.param("slug"))
	if err != nil {
		return nil, err
	}
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return nil, err
	}
	due, err := s.Matching.WouldBeDue(v.ctx)
	if err != nil {
		return nil, err
	}
	if v.Method() == "GET" && len(to.Profile.Products) == 1 {
		form.Product = to.Profile.Products[0]
	}
	frame := v.frame("send-request.title", "Provider", to.Provider.Name)
	return sendRequestPage(frame, to, region, v.actor.Municipality, due, form), nil
}

// begun is the form to start from: a draft, the question of an earlier request, or
// an empty one.
func (s *Server) begun(v *visit) (sendRequestForm, error) {
	if id, err := uuid.Parse(v.query("concept")); err == nil {
		draft, err := s.Matching.Draft(v.ctx, v.actor, id)
		if err != nil {
			return sendRequestForm{}, err
		}
		question, err := draft.Question()
		return sendFormOf(question), err
	}
	if id, err := uuid.Parse(v.query("van")); err == nil {
		question, err := s.Matching.Again(v.ctx, v.actor, id)
		return sendFormOf(question), err
	}
	return sendRequestForm{ID: uuid.NewString()}, nil
}

func (s *Server) showSendRequest(v *visit) error {
	form, err := s.begun(v)
	if err != nil {
		return err
	}
	p, err := s.sendRequestPage(v, form)
	if err != nil {
		return err
	}
	return v.show(p)
}

func (s *Server) sendRequest(v *visit) error {
	var form sendRequestForm
	if err := v.read(&form); err != nil {
		return err
	}
	p, err := s.sendRequestPage(v, form)
	if err != nil {
		return err
	}
	if form.Act == "draft" {
		if err := s.Matching.SaveDraft(v.ctx, v.actor, v.param("slug"), form.asked()); err != nil {
			return v.refuse(&p.Form, p, err)
		}
		return v.done("/consulent/verzoeken/nieuw", "draft-saved")
	}
	request, err := s.Matching.Send(v.ctx, v.actor, v.param("slug"), form.asked())
	if fault.Is(err, fault.KindConflict) {
		p.ID = uuid.NewString() // sent once more, it is a request of its own
	}
	if err != nil {
		return v.refuse(&p.Form, p, err)
	}
	return v.done("/consulent/verzoeken/"+request.ID.String(), "request-sent")
}
