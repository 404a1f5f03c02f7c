package portal

import (
	"strings"

	"providerportal/internal/words"
	"providerportal/matching"
)

// What the pages of providers and consultants about requests have in common.

// daysLeft counts only while the conversation can still be on time or late.
func daysLeft(w *words.Words, clock matching.Clock) string {
	switch clock.Term {
	case matching.TermOpen, matching.TermNearlyDue, matching.TermScheduled, matching.TermLate:
		return w.Days(clock.Left)
	}
	return ""
}

// requestClock is the clock on top of a request (T6).
func requestClock(w *words.Words, c *matching.Case) Clock {
	clock := Clock{
		Title: w.T("request.clock"), Due: w.Date(c.Clock.DueOn), ISO: c.Clock.DueOn.String(),
		Left: daysLeft(w, c.Clock), State: termTag(w, c.Clock.Term),
	}
	if c.Request.HeldOn != nil {
		clock.Left = w.T("request.clock.held", "Date", *c.Request.HeldOn)
	}
	return clock
}

// requestEvents is the time line, newest first: who by side, never by name.
func requestEvents(w *words.Words, c *matching.Case) []Event {
	events := make([]Event, 0, len(c.Steps))
	for i := len(c.Steps) - 1; i >= 0; i-- {
		step := c.Steps[i]
		events = append(events, Event{
			When: w.Moment(step.At), Exact: step.At, Title: w.T("act." + string(step.Act)),
			Text: stepText(w, step), Who: w.T("request.side." + step.Side),
		})
	}
	return events
}

func stepText(w *words.Words, step matching.Step) string {
	var parts []string
	switch {
	case step.Moment == nil:
	case step.Act == matching.ActHold:
		parts = append(parts, w.T("request.held-on", "Date", w.Date(*step.Moment)))
	case step.Act == matching.ActRecalculate:
		parts = append(parts, w.T("request.moved-to", "Date", w.Date(*step.Moment)))
	default:
		parts = append(parts, w.T("request.moment", "Moment", *step.Moment))
	}
	if step.AskedBy != "" {
		parts = append(parts, w.T("request.party."+string(step.Act), "Party", w.T("noshow."+step.AskedBy)))
	}
	switch {
	case step.Reason == "":
	case step.Act == matching.ActDecline, step.Act == matching.ActWithdraw:
		parts = append(parts, w.T(string(step.Act)+"."+step.Reason))
	case step.Act == matching.ActOpened:
		parts = append(parts, w.T("open-request.reason."+step.Reason))
	case step.Act == matching.ActAmend:
		parts = append(parts, amendedParts(w, step.Reason))
	default:
		parts = append(parts, step.Reason)
	}
	return strings.Join(parts, ". ")
}

// amendedParts says which parts of a question changed, never what stood there.
func amendedParts(w *words.Words, parts string) string {
	var named []string
	for _, part := range strings.Split(parts, ",") {
		named = append(named, w.T("amend.part."+part))
	}
	return w.T("amend.changed", "Parts", strings.Join(named, ", "))
}

// endingChoices are the coded reasons of an ending, with their texts.
func endingChoices(w *words.Words, act matching.Act, reasons []string) []Choice {
	choices := make([]Choice, len(reasons))
	for i, reason := range reasons {
		choices[i] = Choice{Value: reason, Text: w.T(string(act) + "." + reason)}
	}
	return choices
}

// partyChoices are who may ask to move an appointment, or may not come to one.
func partyChoices(w *words.Words) []Choice {
	choices := make([]Choice, len(matching.NoShowParties))
	for i, party := range matching.NoShowParties {
		choices[i] = Choice{Value: party, Text: w.T("party." + party)}
	}
	return choices
}

// wayChoices are the ways of talking.
func wayChoices(w *words.Words) []Choice {
	choices := make([]Choice, len(matching.Ways))
	for i, way := range matching.Ways {
		choices[i] = Choice{Value: string(way), Text: w.T("way." + string(way))}
	}
	return choices
}
