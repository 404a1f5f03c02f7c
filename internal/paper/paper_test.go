package paper_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"providerportal/internal/paper"
)

func letter(blocks ...paper.Block) paper.Document {
	return paper.Document{
		Title: "Besluit over uw aanmelding", Language: "nl", Producer: "MGR sociaal domein Limburg-Noord",
		At: time.Date(2026, 4, 13, 9, 30, 0, 0, time.UTC), Blocks: blocks,
	}
}

func write(t *testing.T, d paper.Document) []byte {
	t.Helper()
	var file bytes.Buffer
	require.NoError(t, d.Write(&file))
	return file.Bytes()
}

// text is what an independent reader sees.
func text(t *testing.T, file []byte) string {
	t.Helper()
	program, err := exec.LookPath("pdftotext")
	require.NoError(t, err, "install poppler-utils, or run .ci/prepare pdf")
	path := filepath.Join(t.TempDir(), "letter.pdf")
	require.NoError(t, os.WriteFile(path, file, 0o600))
	out, err := exec.Command(program, "-layout", path, "-").Output()
	require.NoError(t, err)
	return string(out)
}

func TestEverythingThatWasWrittenCanBeRead(t *testing.T) {
	read := text(t, write(t, letter(
		paper.Heading{Level: 1, Text: "Uitkomst per eis"},
		paper.Text("Coöperatie Özdemir & Šarić voldoet.\n\nU hoort meer vóór maandag."),
		paper.Facts{{Label: "Kenmerk", Value: "AM-7K3P-9X"}},
		paper.Table{Head: []string{"Eis", "Uitkomst"}, Rows: [][]string{{"KVK", "voldoet"}, {"GVA", "voldoet niet"}}},
	)))
	for _, want := range []string{"Besluit over uw aanmelding", "Uitkomst per eis", "Coöperatie Özdemir & Šarić", "AM-7K3P-9X", "voldoet niet", "1 / 1"} {
		require.Contains(t, read, want)
	}
}

func TestTableGoesOnOverPagesWithItsHead(t *testing.T) {
	rows := make([][]string, 200)
	for i := range rows {
		rows[i] = []string{"regel", strings.Repeat("woord ", 20)}
	}
	read := text(t, write(t, letter(paper.Table{Head: []string{"Kolom", "Inhoud"}, Rows: rows, Widths: []float64{1, 3}})))
	require.Equal(t, 200, strings.Count(read, "regel"))
	require.Equal(t, strings.Count(read, "\f"), strings.Count(read, "Kolom"), "one head on every page")
}

func TestCellHigherThanAPageLosesNothing(t *testing.T) {
	read := text(t, write(t, letter(paper.Facts{{Label: "Reden", Value: strings.Repeat("begin lange reden einde. ", 400)}})))
	require.Equal(t, 400, strings.Count(read, "einde."))
}

func TestStrangeTextIsNoError(t *testing.T) {
	for _, odd := range []string{"", "\x00\x01", "🧑‍🌾 boer", "\xff\xfe", "\u202etxt.exe", strings.Repeat("a", 5000), "العربية ትግርኛ 漢字"} {
		file := write(t, letter(paper.Heading{Level: 2, Text: odd}, paper.Text(odd), paper.Facts{{Label: odd, Value: odd}}, paper.Table{Head: []string{odd}, Rows: [][]string{{odd, odd}, nil}}))
		require.True(t, bytes.HasPrefix(file, []byte("%PDF-")))
	}
}

func TestSameDocumentGivesSameBytes(t *testing.T) {
	document := letter(paper.Text("Zelfde inhoud."))
	require.Equal(t, write(t, document), write(t, document))
}
