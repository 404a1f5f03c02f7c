package directory_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
	"providerportal/internal/traderegister"
)

// TestNewProvider pins the number, and an address that is unique and readable.
func TestNewProvider(t *testing.T) {
	w := open(t)
	for typed, want := range map[string]string{
		"12345678": "12345678", "12 34 56 78": "12345678", "1234.5678": "12345678",
		"1234567": "", "123456789": "", "1234567a": "", "": "", "１２３４５６７８": "",
	} {
		number, fits := traderegister.NormalKvK(typed)
		assert.Equal(t, want != "", fits, "%q", typed)
		if fits {
			assert.Equal(t, want, number)
		}
	}
	add := func(number, name string) (provider *directory.Provider, err error) {
		err = w.db.Transaction(func(tx *gorm.DB) error {
			provider, err = w.NewProvider(tx, traderegister.OfKvK(number), name)
			return err
		})
		return provider, err
	}
	for i, row := range []struct{ name, slug string }{
		{"Zorg & Wérk B.V.", "zorg-werk-b-v"}, {"Zorg en Werk", "zorg-en-werk"}, {"!!!", "aanbieder"}, {"日本", "aanbieder-" + kvk(4)},
		{"zorg & werk bv", "zorg-werk-bv"}, {"Zorg-Werk B V", "zorg-werk-b-v-" + kvk(6)}, {strings.Repeat("ab ", 60), strings.TrimSuffix(strings.Repeat("ab-", 27), "-")},
	} {
		provider, err := add(kvk(i+1), row.name)
		require.NoError(t, err)
		assert.Equal(t, row.slug, provider.Slug, row.name)
	}
	for i, name := range []string{"Vergelijken", "Dekking", "Register"} {
		provider, err := add(kvk(i+20), name)
		require.NoError(t, err)
		assert.Equal(t, strings.ToLower(name)+"-"+kvk(i+20), provider.Slug, "that address is a page")
	}
	_, err := add(kvk(1), "Iemand anders")
	require.ErrorIs(t, err, directory.ErrEntryTaken)
	_, err = w.Provider(t.Context(), uuid.New())
	refused(t, err, fault.KindMissing, "", "")
}

// TestRegionIsData pins what the first migration brings (H §3).
func TestRegionIsData(t *testing.T) {
	w := open(t)
	region, err := w.Region(t.Context())
	require.NoError(t, err)
	var places []string
	for _, municipality := range region.Municipalities {
		places = append(places, municipality.Name)
		assert.Equal(t, municipality, region.Municipality(municipality.Code))
		assert.Equal(t, municipality, region.MunicipalityBySlug(municipality.Slug))
	}
	assert.Equal(t, []string{"Beesel", "Bergen", "Gennep", "Horst aan de Maas", "Peel en Maas", "Venlo", "Venray"}, places)
	assert.True(t, region.Segment(individual).OpenHouse)
	assert.False(t, region.Segment(collective).OpenHouse)
	assert.Equal(t, individual, region.Product("individuele-toeleiding").SegmentCode)
	assert.Equal(t, "Refugees with a residence permit", region.TargetGroup("statushouders").Name("en"))
	assert.Zero(t, region.Product("onbekend"))
	office, err := directory.OfficeOf(t.Context(), w.db)
	require.NoError(t, err)
	assert.NotEmpty(t, office.Name)
}

// TestSameNumberAtTheSameMoment pins that the second of two registrations is
// refused, not an accident, also when neither can see the other's row yet.
func TestSameNumberAtTheSameMoment(t *testing.T) {
	w := openOn(t, dbtest.Database(t).Gorm)
	first := w.db.Begin()
	require.NoError(t, first.Error)
	_, err := w.NewProvider(first, traderegister.OfKvK(kvk(1)), "Werkpad")
	require.NoError(t, err)
	second := make(chan error)
	go func() {
		second <- w.db.Transaction(func(tx *gorm.DB) error {
			_, err := w.NewProvider(tx, traderegister.OfKvK(kvk(1)), "Werkpad Venray")
			return err
		})
	}()
	require.Eventually(t, func() bool {
		var waiting int64
		err := w.db.Raw("SELECT count(*) FROM pg_locks WHERE NOT granted").Scan(&waiting).Error
		return err == nil && waiting > 0
	}, 5*time.Second, 5*time.Millisecond)
	require.NoError(t, first.Commit().Error)
	assert.ErrorIs(t, <-second, directory.ErrEntryTaken)
}
