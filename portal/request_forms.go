package portal

import (
	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/words"
	"providerportal/matching"
)

// requestForms are the forms on the page of a request. Form is the one that was
// refused, if one was; the others are fresh.
type requestForms struct {
	Form
	words *words.Words
	fresh map[string]Form
}

// Ask gives a form of the page: as it was sent when it was refused, else fresh.
func (f *requestForms) Ask(key string) *Form {
	if f.Key == key {
		return &f.Form
	}
	form := f.fresh[key]
	return &form
}

// Opened reports whether a folded form must show, because it was refused.
func (f *requestForms) Opened(key string) bool { return f.Key == key && f.Failed() }

// Ways are the ways of talking.
func (f *requestForms) Ways() []Choice { return wayChoices(f.words) }

// Parties are who may have asked to move an appointment, or not have come.
func (f *requestForms) Parties() []Choice { return partyChoices(f.words) }

// colleagueChoices are the people to whom a request can be handed; who has it now
// is left in the form.
func colleagueChoices(people []account.User) []Choice {
	choices := make([]Choice, len(people))
	for i := range people {
		choices[i] = Choice{Value: people[i].ID.String(), Text: people[i].Name}
	}
	return choices
}

func idText(id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	return id.String()
}

// chosen is the person chosen; empty is nobody.
func (f handForm) chosen() uuid.UUID {
	id, err := uuid.Parse(f.Colleague)
	if err != nil && f.Colleague != "" {
		return uuid.New() // somebody whom nobody knows: refused as unknown
	}
	return id
}

// momentsFormOf starts from the way of talking that the resident prefers.
func momentsFormOf(r *matching.Request, version string) *momentsForm {
	return &momentsForm{Version: version, Way: string(r.PreferredWay)}
}
