package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"providerportal/internal/fault"
)

// TestKinds pins that a refusal is found wherever it is wrapped, and that an
// accident is none.
func TestKinds(t *testing.T) {
	accident := errors.New("connection reset")
	for _, row := range []struct {
		err  error
		kind fault.Kind
		key  string
	}{
		{fault.Invalid(fault.At("kvk", "error.kvk")), fault.KindInvalid, "fault.invalid"},
		{fault.Missing(), fault.KindMissing, "fault.missing"},
		{fault.Forbidden(), fault.KindForbidden, "fault.forbidden"},
		{fault.Conflict("application.past-step"), fault.KindConflict, "application.past-step"},
		{fault.Unavailable("document.store-down"), fault.KindUnavailable, "document.store-down"},
	} {
		for _, err := range []error{row.err, fmt.Errorf("submit: %w", row.err), errors.Join(accident, row.err)} {
			assert.Equal(t, row.key, fault.Of(err).Key)
			assert.True(t, fault.Is(err, row.kind))
			for kind := fault.KindInvalid; kind <= fault.KindUnavailable; kind++ {
				assert.Equal(t, kind == row.kind, fault.Is(err, kind))
			}
		}
	}
	for _, none := range []error{nil, accident} {
		assert.Nil(t, fault.Of(none))
		assert.False(t, fault.Is(none, fault.KindMissing))
	}
}

// TestCheckCollects pins that everything wrong is told at once, and nothing is
// no error.
func TestCheckCollects(t *testing.T) {
	var none fault.Check
	none.Unless(true, "name", "error.required")
	assert.NoError(t, none.Err())

	var wrong fault.Check
	wrong.Unless(false, "name", "error.required")
	wrong.Add("text", "error.max", "Max", 10)
	refusal := fault.Of(wrong.Err())
	assert.Equal(t, []fault.Field{fault.At("name", "error.required"), fault.At("text", "error.max", "Max", 10)}, refusal.Fields)
	assert.Equal(t, "refused: fault.invalid name=error.required text=error.max", refusal.Error(), "logs name keys, never what was typed")
}
