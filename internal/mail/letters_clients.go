package mail

import "providerportal/internal/workday"

// WebhookStopped tells administrators that the system of a municipality took no
// messages for days, and gets none until somebody turns them on again.
type WebhookStopped struct {
	Matter
	Name  string // of the connection
	Since workday.Date
	URL   string
}

// Kind names the letter.
func (WebhookStopped) Kind() string { return "webhook_stopped" }
