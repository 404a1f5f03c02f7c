package traderegister_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
	"providerportal/internal/traderegister"
	"providerportal/internal/words"
)

var aachen = traderegister.Typed{Where: traderegister.InAbroad, Country: "DE", Register: "  Handelsregister   Aachen ", Number: " hrb  12345"}

// TestOneText: every page, letter and file writes an entry as here.
func TestOneText(t *testing.T) {
	foreign, wrong := aachen.Entry()
	assert.Empty(t, wrong)
	dutch, wrong := traderegister.Typed{KvK: "12.34 56-78"}.Entry()
	assert.Empty(t, wrong)
	nl, en := words.For("nl"), words.For("en")
	for _, row := range [][2]string{
		{dutch.Label(nl) + " " + dutch.Short(nl), "KvK-nummer 12345678"}, {dutch.Text(nl), "KvK-nummer 12345678"},
		{dutch.Text(en), "KvK number 12345678"}, {dutch.Plain(), "12345678"}, {dutch.Key(), "12345678"},
		{foreign.Label(nl), "Buitenlands handelsregister"}, {foreign.Text(nl), "HRB 12345 (Handelsregister Aachen, Duitsland)"},
		{foreign.Short(en), "HRB 12345 (Handelsregister Aachen, Germany)"}, {foreign.Plain(), "DE Handelsregister Aachen HRB 12345"},
		{foreign.Key(), "DE handelsregisteraachen HRB12345"}, {traderegister.Entry{}.Key(), ""},
	} {
		assert.Equal(t, row[1], row[0])
	}
	assert.True(t, foreign.Abroad() && !dutch.Abroad())
	assert.Equal(t, "registerNumber kvk", foreign.Field()+" "+dutch.Field())
}

func TestWhatIsTyped(t *testing.T) {
	change := func(with func(*traderegister.Typed)) traderegister.Typed {
		typed := aachen
		with(&typed)
		return typed
	}
	for name, row := range map[string]struct {
		typed traderegister.Typed
		wrong string // fields with their keys
	}{
		"nothing":                    {traderegister.Typed{}, "kvk error.required"},
		"seven digits":               {traderegister.Typed{KvK: "1234567"}, "kvk error.kvk"},
		"the Netherlands, and a KvK": {traderegister.Typed{Where: "kvk", KvK: "12345678", Country: "DE"}, ""},
		"only the other fields":      {change(func(p *traderegister.Typed) { p.Where = "kvk" }), ""},
		"a KvK number that is left":  {change(func(p *traderegister.Typed) { p.KvK = "12345678" }), ""},
		"nothing of another country": {traderegister.Typed{Where: "abroad"}, "country error.required registerName error.required registerNumber error.required"},
		"the Netherlands as abroad":  {change(func(p *traderegister.Typed) { p.Country = "NL" }), "country error.register-country"},
		"no country":                 {change(func(p *traderegister.Typed) { p.Country = "ZZ" }), "country error.register-country"},
		"a country that is no more":  {change(func(p *traderegister.Typed) { p.Country = "SU" }), "country error.register-country"},
		"the country in small":       {change(func(p *traderegister.Typed) { p.Country = "de" }), "country error.register-country"},
		"a formula for a register":   {change(func(p *traderegister.Typed) { p.Register = "=1+1" }), "registerName error.register-name"},
		"a long register":            {change(func(p *traderegister.Typed) { p.Register = strings.Repeat("é", 101) }), "registerName error.register-name"},
		"the longest": {change(func(p *traderegister.Typed) {
			p.Register, p.Number = strings.Repeat("é", 100), strings.Repeat("1", 40)
		}), ""},
		"a line break":                {change(func(p *traderegister.Typed) { p.Register = "Handels\u202eregister" }), "registerName error.register-name"},
		"a long number":               {change(func(p *traderegister.Typed) { p.Number = strings.Repeat("1", 41) }), "registerNumber error.register-number"},
		"a number without a digit":    {change(func(p *traderegister.Typed) { p.Number = "HRB" }), "registerNumber error.register-number"},
		"a number with a sign first":  {change(func(p *traderegister.Typed) { p.Number = "-12" }), "registerNumber error.register-number"},
		"a number with other signs":   {change(func(p *traderegister.Typed) { p.Number = "12;34" }), "registerNumber error.register-number"},
		"Belgium":                     {change(func(p *traderegister.Typed) { p.Country, p.Register, p.Number = "BE", "KBO", "0403.170.701" }), ""},
		"Switzerland":                 {change(func(p *traderegister.Typed) { p.Country, p.Register, p.Number = "CH", "Zefix", "CHE-123.456.789" }), ""},
		"a number like a BSN (SIREN)": {change(func(p *traderegister.Typed) { p.Country, p.Register, p.Number = "FR", "RCS Lille", "123 456 782" }), ""},
	} {
		entry, wrong := row.typed.Entry()
		assert.Equal(t, row.wrong, said(wrong), name)
		assert.Equal(t, row.wrong != "", entry == traderegister.Entry{}, name)
	}
}

func said(wrong fault.Check) string {
	var parts []string
	for _, field := range wrong {
		parts = append(parts, field.Name, field.Key)
	}
	return strings.Join(parts, " ")
}

func TestCountries(t *testing.T) {
	nl, en := traderegister.Countries("nl"), traderegister.Countries("en")
	assert.Len(t, en, len(nl))
	assert.Len(t, nl, 249, "of ISO 3166-1 and Kosovo, without the Netherlands")
	at := func(list []traderegister.Named, code string) int {
		return slices.IndexFunc(list, func(c traderegister.Named) bool { return c.Code == code })
	}
	assert.Equal(t, "Duitsland Germany", nl[at(nl, "DE")].Name+" "+en[at(en, "DE")].Name)
	assert.Less(t, at(nl, "EG"), at(nl, "SV"), "by name: Egypte before El Salvador")
	assert.Less(t, at(nl, "AX"), at(nl, "AL"), "Åland stands with the A")
	assert.Equal(t, -1, at(nl, "NL"))
	for _, one := range nl {
		assert.NotEmpty(t, one.Name, one.Code)
		assert.NotEqual(t, one.Code, one.Name)
	}
	for text, want := range map[string]string{"de": "DE", "Duitsland": "DE", "germany": "DE", "NL": "", "Nederland": "", "Netherlands": "", "Atlantis": "", "": ""} {
		assert.Equal(t, want, traderegister.CountryCode(text), text)
	}
}

// TestDatabaseKnowsTheSameKey: the column is computed in SQL, and what is compared
// with it in Go.
func TestDatabaseKnowsTheSameKey(t *testing.T) {
	db := dbtest.Tx(t)
	for i, typed := range []traderegister.Typed{
		aachen, {KvK: "12345678"}, {Country: "BE", Register: "KBO/BCE", Number: "0403.170.701"},
		{Country: "AT", Register: "Firmenbuch Österreich (Wien)", Number: "fn 56247 t"}, {Country: "GR", Register: "ΓΕΜΗ", Number: "Α-1 & 2"},
		{Country: "TR", Register: "İstanbul", Number: "1:2/3"},
	} {
		entry, wrong := typed.Entry()
		assert.Empty(t, wrong)
		err := db.Exec(`INSERT INTO providers (id, kvk, register_country, register_name, register_number, name, slug, created_at)
			VALUES (gen_random_uuid(), nullif(?, ''), nullif(?, ''), nullif(?, ''), nullif(?, ''), 'x', ?, now())`,
			entry.KvK, entry.Country, entry.Register, entry.Number, "x-"+string(rune('a'+i))).Error
		assert.NoError(t, err, entry.Plain())
		var found int64
		assert.NoError(t, db.Table("providers").Where("register_key = ?", entry.Key()).Count(&found).Error)
		assert.EqualValues(t, 1, found, entry.Key())
	}
}

// TestOneRegistrationHasOneKey pins that letters that look the same make no second
// organisation: signs apart from their letter, and wide digits.
func TestOneRegistrationHasOneKey(t *testing.T) {
	key := func(register, number string) string {
		entry, wrong := traderegister.Typed{Where: traderegister.InAbroad, Country: "DE", Register: register, Number: number}.Entry()
		assert.Empty(t, wrong)
		return entry.Key()
	}
	want := key("Amtsgericht K\u00f6ln", "HRB 12345")
	assert.Equal(t, want, key("Amtsgericht Ko\u0308ln", "HRB 12345"))
	assert.Equal(t, want, key("Amtsgericht K\u00f6ln", "\uff28\uff32\uff22 1\uff12345"))
}
