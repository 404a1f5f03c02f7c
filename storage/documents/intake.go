package documents

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"providerportal/internal/fault"
)

// intake is the upload on its way to the store. While the store reads, it
// counts, hashes and feeds the scanner. It says io.EOF only when the content is
// whole and clean, so that the store never completes an object that is not
// (BIO2 8.07: scanned before storage). The first error stays its answer.
type intake struct {
	source io.Reader
	limit  int64
	kind   fileType

	size    int64
	hash    hash.Hash
	tail    []byte
	feed    *io.PipeWriter
	verdict chan error
	passed  bool // the whole upload went by and was found good
	err     error
}

// newIntake starts the scanner; close must follow.
func newIntake(ctx context.Context, source io.Reader, kind fileType, limit int64, scanner Scanner) *intake {
	read, write := io.Pipe()
	in := &intake{
		source: source, kind: kind, limit: limit,
		hash: sha256.New(), feed: write, verdict: make(chan error, 1),
	}
	go func() {
		err := scanner.Scan(ctx, read)
		_ = read.CloseWithError(errors.Join(errScanEnded, err))
		in.verdict <- err
		close(in.verdict)
	}()
	return in
}

var (
	errScanEnded = errors.New("the scanner stopped before the end")
	errGivenUp   = errors.New("the upload was given up")
)

// Read gives the next bytes to the store. It takes at most one byte over the
// limit from the source.
func (in *intake) Read(p []byte) (int, error) {
	if in.err != nil || len(p) == 0 {
		return 0, in.err
	}
	n, err := in.source.Read(p[:min(int64(len(p)), in.limit+1-in.size)])
	in.size += int64(n)
	if in.size > in.limit {
		in.err = refuse("document.too-large", "Limit", megabytes(in.limit))
		return 0, in.err
	}
	in.hash.Write(p[:n])
	in.remember(p[:n])
	if _, failed := in.feed.Write(p[:n]); failed != nil {
		in.err = in.judged(failed)
		return 0, in.err
	}
	switch {
	case err == io.EOF:
		in.err = in.finish()
	case err != nil:
		in.err = fmt.Errorf("%w (%w)", refuse("document.truncated"), err)
	}
	return n, in.err
}

// finish decides at the end of the source; io.EOF is the good answer.
func (in *intake) finish() error {
	if !bytes.Contains(in.tail, []byte(in.kind.end)) {
		return refuse("document.truncated")
	}
	_ = in.feed.Close()
	return in.judged(nil)
}

// judged waits for the scanner. cause is why it could not be fed any more.
func (in *intake) judged(cause error) error {
	err := <-in.verdict
	switch {
	case errors.Is(err, ErrInfected):
		return fmt.Errorf("%w (%w)", refuse("document.infected"), err)
	case err != nil || cause != nil:
		return fmt.Errorf("%w (%w)", fault.Unavailable("document.scanner-down"), errors.Join(cause, err))
	}
	in.passed = true
	return io.EOF
}

// remember keeps the last bytes that went by.
func (in *intake) remember(p []byte) {
	in.tail = append(in.tail, p[max(0, len(p)-tailBytes):]...)
	if surplus := len(in.tail) - tailBytes; surplus > 0 {
		in.tail = append(in.tail[:0], in.tail[surplus:]...)
	}
}

// close ends the scanner when the store gave up early, and waits for it.
func (in *intake) close() {
	_ = in.feed.CloseWithError(errGivenUp)
	for range in.verdict {
	}
}

// sum is the SHA-256 of what went by.
func (in *intake) sum() string { return hex.EncodeToString(in.hash.Sum(nil)) }

// refuse says what is wrong with the file.
func refuse(key string, args ...any) error {
	return fault.Invalid(fault.At("file", key, args...))
}

func megabytes(bytes int64) string { return fmt.Sprintf("%d MB", bytes>>20) }
