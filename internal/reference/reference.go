// Package reference makes the short numbers that people read to each other over
// the telephone: MV-7K3P-9X.
package reference

import (
	"crypto/rand"
	"math/big"
)

// alphabet leaves out what is easily confused: 0 O, 1 I L, U V.
const alphabet = "23456789ABCDEFGHJKMNPQRSTWXYZ"

// New gives a random reference with the prefix, one of 590 million; the unique
// constraint of its table is what guards against a double one.
func New(prefix string) string {
	code := make([]byte, 6)
	for i := range code {
		n, _ := rand.Int(rand.Reader, big.NewInt(int64(len(alphabet)))) // never fails since Go 1.24
		code[i] = alphabet[n.Int64()]
	}
	return prefix + "-" + string(code[:4]) + "-" + string(code[4:])
}
