package workday_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/dbtest"
	"providerportal/internal/workday"
)

func TestClosuresAreStored(t *testing.T) {
	db := dbtest.Tx(t)
	late := workday.Closure{Day: workday.Day(2026, 11, 11), Name: "Elfde van de elfde"}
	early := workday.Closure{Day: workday.Day(2026, 2, 16), Name: "Carnaval"}
	require.NoError(t, db.Create(&late).Error)
	require.NoError(t, db.Create(&early).Error)

	closures, err := workday.LoadClosures(t.Context(), db)
	require.NoError(t, err)
	require.Len(t, closures, 2)
	assert.Equal(t, early.Day, closures[0].Day)
	assert.Equal(t, "Elfde van de elfde", closures[1].Name)
	assert.False(t, workday.Default().WithClosures(closures).IsWorkday(early.Day))

	var found int64
	require.NoError(t, db.Model(&workday.Closure{}).Where("day = ?", early.Day).Count(&found).Error)
	assert.EqualValues(t, 1, found, "a date compares with a column of dates")
}

func TestClosureNeedsAName(t *testing.T) {
	db := dbtest.Tx(t)
	assert.Error(t, db.Create(&workday.Closure{Day: workday.Day(2026, 2, 16), Name: " "}).Error)
}
