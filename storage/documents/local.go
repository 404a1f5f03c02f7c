package documents

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"
)

// partMark stands in the names of unfinished files; '.' cannot be in a key.
const partMark = ".part."

// Local is a Store in one directory of this machine: for the demo, and for an
// installation with a single instance. Files are readable by their owner only.
type Local struct {
	root *os.Root
}

var _ Store = (*Local)(nil)

// OpenLocal opens the directory and makes it when it is missing.
func OpenLocal(dir string) (*Local, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("document directory: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("document directory: %w", err)
	}
	return &Local{root: root}, nil
}

// Close gives the directory free; the store cannot be used after it.
func (l *Local) Close() error { return l.root.Close() }

// Put writes beside the final name and renames when every byte is on the disk.
func (l *Local) Put(ctx context.Context, key string, object Object) error {
	if err := checkKey(key); err != nil {
		return err
	}
	if err := l.root.MkdirAll(path.Dir(key), 0o700); err != nil {
		return err
	}
	part := key + partMark + rand.Text()
	if err := l.write(part, &attentive{ctx: ctx, r: object.Body}, object.Size); err != nil {
		return errors.Join(err, ignoreMissing(l.root.Remove(part)))
	}
	if err := l.root.Rename(part, key); err != nil {
		return errors.Join(err, ignoreMissing(l.root.Remove(part)))
	}
	return l.sync(path.Dir(key))
}

// Get opens the file.
func (l *Local) Get(_ context.Context, key string) (io.ReadCloser, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	file, err := l.root.Open(key)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return file, nil
}

// Delete removes the file and the unfinished files of the same key.
func (l *Local) Delete(_ context.Context, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	dir := path.Dir(key)
	entries, err := fs.ReadDir(l.root.FS(), dir)
	if err != nil {
		return ignoreMissing(err)
	}
	for _, entry := range entries {
		name := entry.Name()
		if name != path.Base(key) && !strings.HasPrefix(name, path.Base(key)+partMark) {
			continue
		}
		if err := ignoreMissing(l.root.Remove(path.Join(dir, name))); err != nil {
			return err
		}
	}
	return l.sync(dir)
}

// Lock is not for a directory: whoever owns it can change what is in it.
func (l *Local) Lock(context.Context, string, time.Time) error { return errCannotLock }

// Locks is always false.
func (l *Local) Locks(context.Context) (bool, error) { return false, nil }

// Ready writes an empty file and removes it.
func (l *Local) Ready(context.Context) error {
	name := "ready" + partMark + rand.Text()
	if err := l.root.WriteFile(name, nil, 0o600); err != nil {
		return fmt.Errorf("document directory: %w", err)
	}
	return l.root.Remove(name)
}

func (l *Local) write(name string, r io.Reader, size int64) error {
	file, err := l.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	n, err := io.Copy(file, r)
	if err == nil && n != size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return errors.Join(err, file.Close())
	}
	if err := file.Sync(); err != nil {
		return errors.Join(err, file.Close())
	}
	return file.Close()
}

// sync makes names in the directory survive a power failure.
func (l *Local) sync(dir string) error {
	handle, err := l.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(handle.Sync(), handle.Close())
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
