package documents

import "bytes"

// Inspect looks at a file in memory, for tests from outside the package.
func Inspect(name string, content []byte) error {
	_, err := inspect(name, bytes.NewReader(content), int64(len(content)))
	return err
}
