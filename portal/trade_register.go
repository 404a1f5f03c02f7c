package portal

import "providerportal/internal/traderegister"

// EntryForm asks where an organisation is registered: under a KvK number, or in the
// trade register of another country (OH-5).
type EntryForm struct {
	Where    string `form:"where"`
	KvK      string `form:"kvk"`
	Country  string `form:"country"`
	Register string `form:"registerName"`
	Number   string `form:"registerNumber"`
}

func (f *EntryForm) typed() traderegister.Typed {
	return traderegister.Typed{Where: f.Where, KvK: f.KvK, Country: f.Country, Register: f.Register, Number: f.Number}
}

// shown is the form with the choice that its answers belong to; the page shows the
// fields of that one only.
func (f EntryForm) shown() EntryForm {
	f.Where = f.typed().Chosen()
	return f
}

// askedEntry reads from the address what another page knows already.
func askedEntry(v *visit) EntryForm {
	form := EntryForm{
		KvK: v.query("kvk"), Country: v.query("country"), Register: v.query("registerName"), Number: v.query("registerNumber"),
	}
	return form.shown()
}

// at is an address that knows what was filled in.
func (f *EntryForm) at(address string) string {
	if f.typed().Chosen() == traderegister.AtKvK {
		return withQuery(address, "kvk", f.KvK)
	}
	address = withQuery(address, "country", f.Country)
	return withQuery(withQuery(address, "registerName", f.Register), "registerNumber", f.Number)
}

// EntryFields are the questions of an EntryForm. Without style both sets of fields
// are there; with it, those that go with the choice.
type EntryFields struct{ Where, KvK, Country, Register, Number Field }

func entryFields(f *Form, lang string) EntryFields {
	list := traderegister.Countries(lang)
	countries := make([]Choice, len(list))
	for i, one := range list {
		countries[i] = Choice{Value: one.Code, Text: one.Name}
	}
	return EntryFields{
		Where:    f.Field("where").Named(traderegister.AtKvK, traderegister.InAbroad),
		KvK:      f.Field(traderegister.FieldKvK).As("digits"),
		Country:  f.Field(traderegister.FieldCountry).Options(countries),
		Register: f.Field(traderegister.FieldRegister),
		Number:   f.Field(traderegister.FieldNumber),
	}
}
