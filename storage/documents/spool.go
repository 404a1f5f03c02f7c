package documents

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"providerportal/internal/fault"
)

// spool holds the bytes of one upload in a file without a name on this machine:
// they take no memory, can be read as often as the checks and the store need, and
// a crash leaves nothing.
type spool struct {
	file *os.File
	size int64
	sum  string // SHA-256, lower-case hexadecimal
}

// copyBytes is the memory that an upload takes while it comes in.
const copyBytes = 32 << 10

// newSpool reads r to its end, and takes at most one byte over the limit from it.
// close must follow when there is no error.
//
// Refusals at "file": document.empty, document.too-large (Limit),
// document.truncated. fault.Unavailable: document.no-room.
func newSpool(ctx context.Context, dir string, r io.Reader, limit int64) (*spool, error) {
	file, err := nameless(dir)
	if err != nil {
		return nil, noRoom(err)
	}
	s := &spool{file: file}
	if err := s.fill(&attentive{ctx: ctx, r: r}, limit); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *spool) fill(source *attentive, limit int64) error {
	hash := sha256.New()
	n, err := io.CopyBuffer(io.MultiWriter(s.file, hash), io.LimitReader(source, limit+1), make([]byte, copyBytes))
	switch {
	case source.err != nil && !errors.Is(source.err, io.EOF):
		return fmt.Errorf("%w (%w)", refuse("document.truncated"), source.err)
	case err != nil:
		return noRoom(err)
	case n > limit:
		return refuse("document.too-large", "Limit", megabytes(limit))
	case n == 0:
		return refuse("document.empty")
	}
	s.size, s.sum = n, hex.EncodeToString(hash.Sum(nil))
	return nil
}

// CheckSpool reports whether uploads can wait in the directory.
func CheckSpool(dir string) error {
	file, err := nameless(dir)
	if err != nil {
		return err
	}
	return file.Close()
}

// nameless makes a file that only this process can reach.
func nameless(dir string) (*os.File, error) {
	file, err := os.CreateTemp(dir, "upload-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// reader reads the whole from its beginning, independent of other readers.
func (s *spool) reader() *io.SectionReader { return io.NewSectionReader(s.file, 0, s.size) }

func (s *spool) close() { _ = s.file.Close() }

// noRoom says that this machine cannot hold an upload; the log tells a full disk
// from a directory that is not there.
func noRoom(cause error) error {
	if errors.Is(cause, syscall.ENOSPC) || errors.Is(cause, syscall.EDQUOT) {
		cause = fmt.Errorf("the disk for uploads is full: %w", cause)
	}
	return fmt.Errorf("%w (%w)", fault.Unavailable("document.no-room"), cause)
}

// refuse says what is wrong with the file.
func refuse(key string, args ...any) error {
	return fault.Invalid(fault.At("file", key, args...))
}

func megabytes(bytes int64) string { return fmt.Sprintf("%d MB", bytes>>20) }
