package portal

import "providerportal/matching"

// primaryForms are the next acts by status.
var primaryForms = map[matching.Status]string{
	matching.StatusSent: "acknowledge", matching.StatusAcknowledged: "appointment",
	matching.StatusScheduled: "held", matching.StatusHeld: "outcome",
}

// formActs are the acts behind the forms of the page.
var formActs = map[string][]matching.Act{
	"appointment": {matching.ActSchedule, matching.ActReschedule}, "held": {matching.ActHold},
	"outcome": {matching.ActConclude}, "decline": {matching.ActDecline},
}

// Ask gives a form of the page: as it was sent when it was refused, else fresh.
func (p *ProviderRequestPage) Ask(key string) *Form {
	if p.Key == key {
		return &p.Form
	}
	form := p.fresh[key]
	return &form
}

// Aside reports whether a form is offered besides the next act.
func (p *ProviderRequestPage) Aside(key string) bool {
	if key == p.Primary {
		return false
	}
	for _, act := range formActs[key] {
		if p.request.Allows(act) {
			return true
		}
	}
	return false
}

// HasAside reports whether there is anything else to do than the next act.
func (p *ProviderRequestPage) HasAside() bool {
	return p.Aside("appointment") || p.Aside("held") || p.Aside("decline")
}

// Opened reports whether a folded form must show, because it was refused.
func (p *ProviderRequestPage) Opened(key string) bool { return p.Key == key && p.Failed() }

// Ways are the ways of talking.
func (p *ProviderRequestPage) Ways() []Choice { return wayChoices(p.Words()) }

// Reasons are the coded reasons to decline.
func (p *ProviderRequestPage) Reasons() []Choice {
	return endingChoices(p.Words(), matching.ActDecline, matching.DeclineReasons)
}
