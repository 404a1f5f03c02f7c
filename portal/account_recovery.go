package portal

// RecoveryCodesPage shows new recovery codes. It is the only page that ever does.
type RecoveryCodesPage struct {
	Frame
	Codes  []string
	Onward string
}

func (p *RecoveryCodesPage) template() string { return "account/recovery_codes" }

func newRecoveryCodesPage(frame Frame, codes []string, onward string) *RecoveryCodesPage {
	return &RecoveryCodesPage{Frame: frame, Codes: codes, Onward: onward}
}
