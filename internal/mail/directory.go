package mail

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	messagemail "github.com/emersion/go-message/mail"
	"github.com/google/uuid"
	gomail "github.com/wneessen/go-mail"
)

// Directory keeps messages as files, for `portal demo`: one .eml per Message-ID.
type Directory struct{ Path string }

// Stored is a message that was read back. ID is the letter's id.
type Stored struct {
	ID      string
	Subject string
	From    string // address, with the name when there is one
	To      string
	Date    time.Time
	Text    string
	HTML    string
}

// Send writes the message under a temporary name and then renames it: a reader
// sees all of it or nothing. The same Message-ID overwrites its file.
func (d Directory) Send(_ context.Context, message *gomail.Msg) error {
	if err := d.write(message); err != nil {
		return &Failure{Reason: "file"}
	}
	return nil
}

func (d Directory) write(message *gomail.Msg) error {
	id, _, _ := strings.Cut(strings.Trim(message.GetMessageID(), "<>"), "@")
	if _, err := uuid.Parse(id); err != nil {
		return err
	}
	if err := os.MkdirAll(d.Path, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(d.Path, ".new-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file.Name()) }()
	_, err = message.WriteTo(file)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), d.file(id))
}

func (d Directory) file(id string) string { return filepath.Join(d.Path, id+".eml") }

// List gives all messages, the newest first. A directory that is not there yet
// is empty.
func (d Directory) List() ([]Stored, error) {
	entries, err := os.ReadDir(d.Path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list mail: %w", err)
	}
	var all []Stored
	written := map[string]time.Time{}
	for _, entry := range entries {
		id, found := strings.CutSuffix(entry.Name(), ".eml")
		if !found {
			continue
		}
		message, err := d.Open(id)
		if err != nil {
			return nil, err
		}
		if info, err := entry.Info(); err == nil {
			written[id] = info.ModTime()
		}
		all = append(all, message)
	}
	slices.SortFunc(all, func(a, b Stored) int {
		return cmp.Or(b.Date.Compare(a.Date), written[b.ID].Compare(written[a.ID]), strings.Compare(a.ID, b.ID))
	})
	return all, nil
}

// Open reads one message. An id that is not there gives fs.ErrNotExist.
func (d Directory) Open(id string) (Stored, error) {
	if parsed, err := uuid.Parse(id); err != nil || parsed.String() != id {
		return Stored{}, fs.ErrNotExist
	}
	file, err := os.Open(d.file(id))
	if err != nil {
		return Stored{}, fmt.Errorf("open mail: %w", err)
	}
	defer func() { _ = file.Close() }()
	message, err := Read(file)
	if err != nil {
		return Stored{}, fmt.Errorf("read mail %s: %w", id, err)
	}
	message.ID = id
	return message, nil
}

// Read takes a raw message apart.
func Read(raw io.Reader) (Stored, error) {
	reader, err := messagemail.CreateReader(raw)
	if err != nil {
		return Stored{}, err
	}
	message, err := readHeader(&reader.Header)
	if err != nil {
		return Stored{}, err
	}
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return message, nil
		}
		if err != nil {
			return Stored{}, err
		}
		header, ok := part.Header.(*messagemail.InlineHeader)
		if !ok {
			continue
		}
		body, err := io.ReadAll(part.Body)
		if err != nil {
			return Stored{}, err
		}
		switch kind, _, _ := header.ContentType(); kind {
		case "text/plain":
			message.Text = strings.ReplaceAll(string(body), "\r\n", "\n")
		case "text/html":
			message.HTML = strings.ReplaceAll(string(body), "\r\n", "\n")
		}
	}
}

func readHeader(header *messagemail.Header) (Stored, error) {
	subject, errSubject := header.Subject()
	date, errDate := header.Date()
	from, errFrom := header.AddressList("From")
	to, errTo := header.AddressList("To")
	return Stored{Subject: subject, Date: date, From: people(from), To: people(to)},
		errors.Join(errSubject, errDate, errFrom, errTo)
}

func people(addresses []*messagemail.Address) string {
	var shown []string
	for _, address := range addresses {
		if address.Name == "" {
			shown = append(shown, address.Address)
		} else {
			shown = append(shown, address.Name+" <"+address.Address+">")
		}
	}
	return strings.Join(shown, ", ")
}
