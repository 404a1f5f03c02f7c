package enrollment

import (
	"providerportal/internal/bsn"
	"providerportal/internal/traderegister"
)

// arrivalRegister takes the place of a KvK number (OH-5).
type arrivalRegister struct {
	Country string `json:"country"`
	Name    string `json:"name"`
	Number  string `json:"number"`
}

// arrivalFields are the fields of a line by those of a form.
var arrivalFields = map[string]string{
	traderegister.FieldKvK: "kvk", traderegister.FieldCountry: "register.country",
	traderegister.FieldRegister: "register.name", traderegister.FieldNumber: "register.number",
}

// entry wants a KvK number or a whole entry in a foreign register.
func (r *arrivalReader) entry(record *arrivalRecord) traderegister.Entry {
	if record.Register == nil {
		kvk, ok := traderegister.NormalKvK(record.KvK)
		if !ok {
			r.refuse("kvk", "import.wrong.kvk")
			return traderegister.Entry{}
		}
		return traderegister.OfKvK(kvk)
	}
	if record.KvK != "" {
		r.refuse("kvk", "import.wrong.register-both")
	}
	if bsn.In(record.Register.Name) {
		r.refuse("register.name", "import.wrong.bsn")
	}
	entry, wrong := traderegister.Typed{
		Where: traderegister.InAbroad, Country: traderegister.CountryCode(record.Register.Country),
		Register: record.Register.Name, Number: record.Register.Number,
	}.Entry()
	for _, field := range wrong {
		key := field.Key
		switch {
		case field.Name == traderegister.FieldCountry:
			key = "import.wrong.country"
		case key == "error.required":
			key = "import.wrong.required"
		}
		r.refuse(arrivalFields[field.Name], key, field.Args...)
	}
	return entry
}
