package portal

import "providerportal/matching"

// The lists of requests behind the numbers, by their name in the address.
const (
	listLate   = "te-laat"
	listOpened = "open"
	listEnded  = "afgerond"
)

// requestParts say which requests a list has; figureLists is their order on a page.
var (
	requestParts = map[string]matching.Part{
		listAll: matching.PartAll, listLate: matching.PartLate, "loopt": matching.PartWaiting, "op-tijd": matching.PartOnTime,
		"te-laat-gevoerd": matching.PartHeldLate, "niet-aangenomen": matching.PartDeclined, "ingetrokken": matching.PartWithdrawn,
		"lopend": matching.PartRunning, "telt-mee": matching.PartCounted, "gevoerd": matching.PartHeld, "beantwoord": matching.PartAnswered,
		listOpened: matching.PartOpen, listEnded: matching.PartClosed,
	}
	figureLists = []string{listAll, "op-tijd", "te-laat-gevoerd", listLate, "loopt", "niet-aangenomen", "ingetrokken"}
)

// countOf is how many requests a list has.
func countOf(f matching.Figures, list string) int {
	return map[string]int{
		listAll: f.All(), "op-tijd": f.OnTime, "te-laat-gevoerd": f.HeldLate, listLate: f.Late, "loopt": f.Waiting,
		"lopend": f.Late + f.Waiting, "niet-aangenomen": f.Declined, "ingetrokken": f.Withdrawn, "telt-mee": f.Counted(), "gevoerd": f.OnTime + f.HeldLate,
		listOpened: f.Open, listEnded: f.Closed,
	}[list]
}

// listAt gives a list at the place from which somebody came.
func listAt(list, place string) string {
	if place == "" {
		return list
	}
	return list + "?" + place
}
