package mail

// ProviderInvited asks an organisation to look at the open house (E14). It holds
// nothing about a resident, and is sent once.
type ProviderInvited struct {
	Matter
	Organisation string
	Municipality string
	URL          string
}

// Kind names the letter.
func (ProviderInvited) Kind() string { return "provider_invited" }
