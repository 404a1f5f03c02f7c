package mail

// ApplicationAssigned tells a reviewer that a colleague put an application in
// their hands.
type ApplicationAssigned struct {
	Matter
	Organisation string
	Reference    string
	By           string
	URL          string
}

func (ApplicationAssigned) Kind() string { return "application_assigned" }
