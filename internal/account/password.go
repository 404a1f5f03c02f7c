package account

import (
	"context"
	"runtime"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"providerportal/internal/fault"
)

// The length of a password in characters (ASVS 6.2: long, no composition rules).
const (
	PasswordMin = 12
	PasswordMax = 128
)

// hashing is argon2id at OWASP's first choice, 19 MiB and two passes; its cost
// is measured in docs/decisions/accounts.md.
var hashing = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// slots bounds how many hashes are computed at once, so that a crowd signing in
// leaves a core and the memory for everybody else.
var slots = make(chan struct{}, max(1, runtime.NumCPU()-1))

// CheckPassword refuses a password that is too short or too long, that many
// people use, or that is made of what others know of its owner, as the form field
// name (ASVS 6.2).
func CheckPassword(password, field string, known ...string) *fault.Field {
	length := utf8.RuneCountInString(password)
	if length == 0 {
		refusal := fault.At(field, "error.required")
		return &refusal
	}
	if length < PasswordMin {
		refusal := fault.At(field, "error.password-short", "Min", PasswordMin)
		return &refusal
	}
	if length > PasswordMax {
		refusal := fault.At(field, "error.password-long", "Max", PasswordMax)
		return &refusal
	}
	if isCommon(password) {
		refusal := fault.At(field, "error.password-common")
		return &refusal
	}
	if isOwn(password, known) {
		refusal := fault.At(field, "error.password-own")
		return &refusal
	}
	return nil
}

// HashPassword gives the argon2id hash; it waits for a free slot and gives up
// with the context.
func HashPassword(ctx context.Context, password string) (string, error) {
	if err := takeSlot(ctx); err != nil {
		return "", err
	}
	defer func() { <-slots }()
	return argon2id.CreateHash(password, hashing)
}

// absent is compared with when an address has no account, so that the answer
// takes as long as for one that has.
const absent = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$Y1l1mT0nX8gO8nG1gM2cVq3mJ7m7sZQ5o9cJ4rXHc3E"

func passwordMatches(ctx context.Context, password, hash string) (bool, error) {
	if err := takeSlot(ctx); err != nil {
		return false, err
	}
	defer func() { <-slots }()
	if hash == "" {
		_, err := argon2id.ComparePasswordAndHash(password, absent)
		return false, err
	}
	return argon2id.ComparePasswordAndHash(password, hash)
}

func takeSlot(ctx context.Context) error {
	select {
	case slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fault.Unavailable("fault.busy")
	}
}
