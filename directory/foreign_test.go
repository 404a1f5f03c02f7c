package directory_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/fault"
	"providerportal/internal/traderegister"
)

var kleve = traderegister.Entry{Country: "DE", Register: "Handelsregister Kleve", Number: "HRB 4711"}

// TestForeignProvider: one entry is one organisation, however it is spelled, and
// never that of a KvK number (OH-5).
func TestForeignProvider(t *testing.T) {
	w := open(t)
	add := func(entry traderegister.Entry) (provider *directory.Provider, err error) {
		err = w.db.Transaction(func(tx *gorm.DB) error { provider, err = w.NewProvider(tx, entry, "Werkstatt"); return err })
		return provider, err
	}
	first, err := add(kleve)
	require.NoError(t, err)
	found, err := w.Provider(t.Context(), first.ID)
	require.NoError(t, err)
	assert.Equal(t, kleve, found.Entry)
	for _, same := range []traderegister.Entry{
		{Country: "DE", Register: "HANDELSREGISTER KLEVE", Number: "HRB4711"}, {Country: "DE", Register: "Handelsregister, Kleve", Number: "HRB-47.11"},
	} {
		_, err := add(same)
		assert.ErrorIs(t, err, directory.ErrEntryTaken, same.Plain())
		known, err := directory.ProviderByEntry(w.db, same)
		require.NoError(t, err)
		assert.Equal(t, first.ID, known.ID)
	}
	other, err := add(traderegister.Entry{Country: "DE", Register: "Handelsregister Duisburg", Number: "HRB 4711"})
	require.NoError(t, err, "another court gives out the same numbers")
	assert.Equal(t, "werkstatt-de-handelsregister-duisburg-hrb-4711", other.Slug)
	_, err = add(traderegister.Entry{Country: "AT", Register: "Handelsregister Kleve", Number: "HRB 4711"})
	require.NoError(t, err, "another country")

	for _, number := range []string{"", "HRB 4711", "00004711"} {
		_, err := directory.ProviderByKvK(w.db, number)
		assert.True(t, fault.Is(err, fault.KindMissing), "eHerkenning finds %q", number)
	}
	_, err = directory.ProviderByEntry(w.db, traderegister.Entry{})
	assert.True(t, fault.Is(err, fault.KindMissing), "nobody has no entry")
}

// TestDatabaseWantsOneEntry pins the constraints.
func TestDatabaseWantsOneEntry(t *testing.T) {
	w := open(t)
	insert := func(kvk, country, register, number any) error {
		return w.db.Transaction(func(tx *gorm.DB) error {
			return tx.Exec(`INSERT INTO providers (id, kvk, register_country, register_name, register_number, name, slug, created_at)
				VALUES (gen_random_uuid(), ?, ?, ?, ?, 'x', 'x', now())`, kvk, country, register, number).Error
		})
	}
	for name, row := range map[string][4]any{
		"nothing": {}, "both": {"12345678", "DE", "Kleve", "HRB 1"}, "no number": {nil, "DE", "Kleve", nil}, "no register": {nil, "DE", nil, "HRB 1"},
		"no country": {nil, nil, "Kleve", "HRB 1"}, "a KvK number and a country": {"12345678", "DE", nil, nil}, "the Netherlands": {nil, "NL", "KvK", "12345678"},
		"a country in small": {nil, "de", "Kleve", "HRB 1"}, "an empty register": {nil, "DE", "", "HRB 1"}, "space around": {nil, "DE", " Kleve", "HRB 1"},
		"no digit": {nil, "DE", "Kleve", "HRB"}, "small letters": {nil, "DE", "Kleve", "hrb 1"}, "seven digits": {"1234567", nil, nil, nil},
		"long": {nil, "DE", "Kleve", "12345678901234567890123456789012345678901"},
	} {
		assert.Error(t, insert(row[0], row[1], row[2], row[3]), name)
	}
	require.NoError(t, insert(nil, "DE", "Kleve", "HRB 1"))
	assert.ErrorIs(t, insert(nil, "DE", "KLEVE", "HRB-1"), gorm.ErrDuplicatedKey)
}
