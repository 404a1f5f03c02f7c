package portal

// PasskeyForm asks the browser for a passkey. It works through static/passkey.js
// and stays hidden without; Begin is where the script gets its question.
type PasskeyForm struct {
	*Frame
	Begin, Finish string
	Next          string
	Title, Button string
	Named         bool   // the person gives the passkey a name
	Or            string // what else can be done
}

func (f *Frame) passkeyForm(key, address, next string) PasskeyForm {
	return PasskeyForm{
		Frame: f, Begin: address + "/begin", Finish: address + "/klaar", Next: next,
		Title: f.T("passkey." + key + ".title"), Button: f.T("passkey." + key + ".button"), Named: key != "prove",
	}
}

// PasskeyProof asks for a passkey that exists, in and after signing in.
func (f *Frame) PasskeyProof(next string) PasskeyForm {
	return f.passkeyForm("prove", "/inloggen/sleutel", next)
}

// PasskeySetUp asks for a new passkey as part of the first sign-in.
func (f *Frame) PasskeySetUp(next string) PasskeyForm {
	form := f.passkeyForm("setup", "/inloggen/sleutel", next)
	form.Or = f.T("passkey.setup.or")
	return form
}

// NewPasskey asks for another passkey.
func (f *Frame) NewPasskey() PasskeyForm { return f.passkeyForm("add", "/account/sleutels", "") }

// Name is the field for the name in the person's own list.
func (p PasskeyForm) Name() Field {
	form := newForm(p.Words(), "passkey", &passkeyName{Name: p.T("passkey.name.default")})
	return form.Field("name")
}

type passkeyName struct {
	Name string `form:"name" json:"name" clean:"line"`
}
