package portal

import "providerportal/matching"

// primaryForms are the next acts by status.
var primaryForms = map[matching.Status]string{
	matching.StatusSent: "acknowledge", matching.StatusAcknowledged: "appointment",
	matching.StatusScheduled: "held", matching.StatusHeld: "outcome",
}

// formActs are the acts behind the forms of the page.
var formActs = map[string][]matching.Act{
	"appointment": {matching.ActSchedule, matching.ActReschedule}, "offer": {matching.ActOffer},
	"held": {matching.ActHold}, "noshow": {matching.ActNoShow}, "outcome": {matching.ActConclude},
	"decline": {matching.ActDecline}, "assign-request": {matching.ActAssign},
}

// Aside reports whether a form is offered besides the next act.
func (p *ProviderRequestPage) Aside(key string) bool {
	if key == p.Primary || (key == "noshow" && !p.Missed) || (key == "assign-request" && len(p.Colleagues) < 2) {
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
	for key := range formActs {
		if p.Aside(key) {
			return true
		}
	}
	return false
}

// Reasons are the coded reasons to decline.
func (p *ProviderRequestPage) Reasons() []Choice {
	return endingChoices(p.Words(), matching.ActDecline, matching.DeclineReasons)
}
