package documents_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"providerportal/internal/clamdtest"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
	"providerportal/storage/documents"
)

var errLine = errors.New("the line broke")

func text(parts ...string) func() io.Reader {
	return func() io.Reader { return strings.NewReader(strings.Join(parts, "")) }
}

func whole(n int64) func() io.Reader { return func() io.Reader { return pdf(n) } }

// broken gives n bytes of a PDF and then the error.
func broken(n int64, err error) func() io.Reader {
	return func() io.Reader { return io.MultiReader(io.LimitReader(pdf(n+100), n), iotest.ErrReader(err)) }
}

func infected() io.Reader {
	return io.MultiReader(strings.NewReader("%PDF-1.7\n"), noise(300_000), bytes.NewReader(clamdtest.EICAR()), strings.NewReader("\nstartxref\n9\n%%EOF\n"))
}

// Every refusal names the field and the text, stays on record and leaves no
// object.
func TestReceiveRefuses(t *testing.T) {
	types, isPDF := []any{"Allowed", "PDF, PNG, JPEG, DOCX, ODT"}, []any{"Type", "PDF", "Extension", ".pdf"}
	const png = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
	tests := []struct {
		title, name string
		content     func() io.Reader
		key         string
		args        []any
	}{
		{"no bytes", "a.pdf", text(), "document.empty", nil},
		{"program called pdf", "a.pdf", text("MZ\x90\x00", strings.Repeat("x", 5000)), "document.wrong-type", types},
		{"pdf called program", "a.exe", whole(5000), "document.extension", isPDF},
		{"pdf called picture", "a.png", whole(5000), "document.extension", isPDF},
		{"page with script", "a.pdf", text("<script>%PDF-1.7 %%EOF</script>"), "document.wrong-type", types},
		{"over the limit", "a.pdf", whole(1<<20 + 1), "document.too-large", []any{"Limit", "1 MB"}},
		{"pdf without end", "a.pdf", text("%PDF-1.7\n", strings.Repeat("x", 9000)), "document.truncated", nil},
		{"picture without end", "a.png", text(png), "document.truncated", nil},
		{"line broke at once", "a.pdf", broken(0, errLine), "document.truncated", nil},
		{"line broke in the first bytes", "a.pdf", broken(100, io.ErrUnexpectedEOF), "document.truncated", nil},
		{"line broke halfway", "a.pdf", broken(500_000, io.ErrUnexpectedEOF), "document.truncated", nil},
		{"line broke with a reason", "a.pdf", broken(500_000, errLine), "document.truncated", nil},
		{"virus", "a.pdf", infected, "document.infected", nil},
		{"virus packed in a text", "a.docx", text(docx(part{"word/media/image1.png", string(clamdtest.EICAR())})), "document.infected", nil},
		{"virus packed in a text in a text", "a.docx", text(docx(part{"word/embeddings/a.docx", docx(part{"word/media/image1.png", string(clamdtest.EICAR())})})), "document.infected", nil},
	}
	clamd := documents.Clamd{Addr: clamdtest.Start(t).Addr}
	onBothStores(t, func(t *testing.T, store documents.Store) {
		for _, test := range tests {
			t.Run(test.title, func(t *testing.T) {
				db := dbtest.Tx(t)
				vault := smallVault(t, db)
				vault.Store, vault.Scanner = store, clamd
				_, err := vault.Receive(context.Background(), someone(), test.name, test.content())
				wantRefusal(t, err, test.key, test.args)
				left := rows(t, db)
				if len(left) != 1 || left[0].State != documents.StateRefused || left[0].Refusal != test.key {
					t.Fatalf("rows: %+v", left)
				}
				wantNothing(t, store, objectKey(left[0].ID))
			})
		}
	})
}

func wantRefusal(t *testing.T, err error, key string, args []any) {
	t.Helper()
	refusal := fault.Of(err)
	if refusal == nil || refusal.Kind != fault.KindInvalid {
		t.Fatalf("receive: %v, want a refusal", err)
	}
	if got := refusal.Fields[0]; got.Name != "file" || got.Key != key || !slices.Equal(got.Args, args) {
		t.Errorf("refused with %+v, want %s %v", got, key, args)
	}
}

func TestReceiveWithoutAFileKeepsNoRow(t *testing.T) {
	db := dbtest.Tx(t)
	_, err := smallVault(t, db).Receive(context.Background(), someone(), "", strings.NewReader(""))
	wantRefusal(t, err, "document.none", nil)
	if left := rows(t, db); len(left) != 0 {
		t.Errorf("rows: %+v", left)
	}
}

func TestReceiveStopsReadingAtTheLimit(t *testing.T) {
	vault := smallVault(t, dbtest.Tx(t))
	read := 0
	source := pdf(1 << 40)
	counted := readerFunc(func(p []byte) (int, error) {
		n, err := source.Read(p)
		read += n
		return n, err
	})
	_, err := vault.Receive(context.Background(), someone(), "a.pdf", counted)
	wantRefusal(t, err, "document.too-large", []any{"Limit", "1 MB"})
	if read > 1<<20+1 {
		t.Errorf("read %d bytes of at most %d", read, 1<<20+1)
	}
}

// What the store was given of an infected file never becomes an object, not even
// for a moment.
func TestReceiveNeverCompletesAnInfectedObject(t *testing.T) {
	vault := smallVault(t, dbtest.Tx(t))
	vault.Scanner = documents.Clamd{Addr: clamdtest.Start(t).Addr}
	store := &watching{Store: vault.Store}
	vault.Store = store
	_, err := vault.Receive(context.Background(), someone(), "a.pdf", infected())
	wantRefusal(t, err, "document.infected", nil)
	if store.completed != 0 {
		t.Errorf("the store completed %d objects", store.completed)
	}
}

// watching counts the objects that a store completed.
type watching struct {
	documents.Store
	completed int
}

func (w *watching) Put(ctx context.Context, key string, object documents.Object) error {
	err := w.Store.Put(ctx, key, object)
	if err == nil {
		w.completed++
	}
	return err
}
