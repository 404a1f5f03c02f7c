// Package fault holds the refusals of the portal as values. A domain operation
// returns one of them; portal/fail.go and the form pages turn it into an answer
// in the visitor's language. Any other error is an accident: it is logged and
// shown as "something went wrong", never with its own text.
package fault

import (
	"errors"
	"strings"
	"time"
)

// Kind says what sort of refusal it is, and with that which HTTP status it gets.
type Kind int

const (
	// KindInvalid means that the input is wrong; the fields say where.
	KindInvalid Kind = iota + 1
	// KindMissing means that the thing does not exist for who asks.
	KindMissing
	// KindForbidden means that who asks is known but may not do this.
	KindForbidden
	// KindConflict means that the thing changed meanwhile or is past this step.
	KindConflict
	// KindUnavailable means that a service we need does not answer now.
	KindUnavailable
	// KindThrottled means that the same was tried in vain too often; the fields
	// say when again.
	KindThrottled
)

// Field is one thing that is wrong with the input: the form's field name, the
// key of the text in the words catalogue, and the values that the text needs
// as pairs of name and value.
type Field struct {
	Name string
	Key  string
	Args []any
}

// Error is a refusal. Key is the text for the visitor, Fields only comes with
// KindInvalid and KindThrottled, Wait only with the latter.
type Error struct {
	Kind   Kind
	Key    string
	Fields []Field
	Wait   time.Duration
}

// Error names the kind and the keys, for logs; never what the visitor typed.
func (e *Error) Error() string {
	keys := []string{e.Key}
	for _, field := range e.Fields {
		keys = append(keys, field.Name+"="+field.Key)
	}
	return "refused: " + strings.TrimSpace(strings.Join(keys, " "))
}

// Invalid refuses input because of the named fields.
func Invalid(fields ...Field) error {
	return &Error{Kind: KindInvalid, Key: "fault.invalid", Fields: fields}
}

// At names one wrong field, with pairs of name and value for its text.
func At(name, key string, args ...any) Field {
	return Field{Name: name, Key: key, Args: args}
}

// Missing says that there is no such thing for who asks.
func Missing() error { return &Error{Kind: KindMissing, Key: "fault.missing"} }

// Forbidden says that who asks may not do this.
func Forbidden() error { return &Error{Kind: KindForbidden, Key: "fault.forbidden"} }

// Conflict says with a text key why the thing is past this step.
func Conflict(key string) error { return &Error{Kind: KindConflict, Key: key} }

// Unavailable says with a text key which service does not answer now.
func Unavailable(key string) error { return &Error{Kind: KindUnavailable, Key: key} }

// Throttled says at the named fields how long to wait before another try.
func Throttled(wait time.Duration, fields ...Field) error {
	return &Error{Kind: KindThrottled, Key: "fault.throttled", Fields: fields, Wait: wait}
}

// Of gives the refusal inside err, or nil when err is an accident or nil.
func Of(err error) *Error {
	var refusal *Error
	if errors.As(err, &refusal) {
		return refusal
	}
	return nil
}

// Is reports whether err is a refusal of this kind.
func Is(err error, kind Kind) bool {
	refusal := Of(err)
	return refusal != nil && refusal.Kind == kind
}

// Check collects wrong fields while input is looked at.
type Check []Field

// Add notes one wrong field.
func (c *Check) Add(name, key string, args ...any) { *c = append(*c, At(name, key, args...)) }

// Unless notes the field when the condition does not hold.
func (c *Check) Unless(holds bool, name, key string, args ...any) {
	if !holds {
		c.Add(name, key, args...)
	}
}

// Err gives the refusal, or nil when nothing is wrong.
func (c Check) Err() error {
	if len(c) == 0 {
		return nil
	}
	return Invalid(c...)
}
