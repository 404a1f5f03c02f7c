//go:build conformance

package conformance

import (
	"bufio"
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostile is one line of the manifest: a file, the name and type it is sent
// under, and the answer it must get.
type hostile struct {
	File        string `json:"file"`
	SendAs      string `json:"send_as"`
	ContentType string `json:"content_type"`
	Truth       string `json:"truth"`
	Expect      string `json:"expect"`
}

// forImports are about tables that staff import; as documents they are refused
// like any other file.
var forImports = []string{"formula.csv", "bom-utf16.csv"}

// asBody is sent as a packed request body, not as a file.
const asBody = "bomb-gzip-body.gz"

// Every file of the manifest is uploaded through the website and gets the answer
// that its line names. Whatever is taken comes back as what it is, under a safe
// name, and can do nothing in a browser.
func TestNaughtyUploads(t *testing.T) {
	site := openSite(t)
	for _, row := range manifest(t) {
		t.Run(row.File, func(t *testing.T) {
			content, err := os.ReadFile(path(t, filepath.Join("naughty", "files", row.File)))
			require.NoError(t, err)
			if row.File == asBody {
				site.wantPackedRefused(t, content)
				return
			}
			before := heapOf()
			got := site.upload(t, row.SendAs, row.ContentType, content)
			if strings.Contains(row.Expect, "bounded memory") {
				assert.Less(t, heapOf()-before, int64(32<<20), "bytes that the heap grew")
			}
			if slices.Contains(forImports, row.File) {
				assert.NotEmpty(t, got.refusal, "a table is no document")
				return
			}
			switch answers(row.Expect) {
			case mustAccept:
				require.Empty(t, got.refusal, row.Truth)
			case mustRefuse:
				require.NotEmpty(t, got.refusal, row.Truth)
			}
			if got.refusal == "" {
				site.wantHarmless(t, got, content, row.Expect)
			}
			site.wantAlive(t)
		})
	}
}

// Every difficult text as the name of a good file.
func TestNaughtyNames(t *testing.T) {
	site := openSite(t)
	good, err := os.ReadFile(path(t, "naughty/files/name-nfd.pdf"))
	require.NoError(t, err)
	file, err := os.Open(path(t, "naughty/blns.txt"))
	require.NoError(t, err)
	defer file.Close()
	tried := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		text := lines.Text()
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		if tried++; tried%4 != 1 { // each takes a fifth of a second
			continue
		}
		if got := site.upload(t, text+".pdf", "application/pdf", good); got.refusal == "" {
			site.wantHarmless(t, got, good, "")
		}
	}
	require.Greater(t, tried, 400)
	site.wantAlive(t)
}

type answer int

const (
	either answer = iota
	mustAccept
	mustRefuse
)

// answers reads what a line of the manifest expects; two ways out leave both open.
func answers(expect string) answer {
	first, _, _ := strings.Cut(expect, ";")
	switch {
	case strings.Contains(first, " or "):
		return either
	case strings.HasPrefix(first, "reject"):
		return mustRefuse
	case strings.HasPrefix(first, "accept"), strings.HasPrefix(first, "ignore declared"):
		return mustAccept
	}
	return either
}

func manifest(t *testing.T) []hostile {
	t.Helper()
	file, err := os.Open(path(t, "naughty/manifest.jsonl"))
	require.NoError(t, err)
	defer file.Close()
	var rows []hostile
	for decoder := json.NewDecoder(file); decoder.More(); {
		var row hostile
		require.NoError(t, decoder.Decode(&row))
		rows = append(rows, row)
	}
	require.NotEmpty(t, rows)
	return rows
}

// harmless are the types that a document may come back as; none of them runs.
var harmless = []string{
	"application/pdf", "image/png", "image/jpeg", "application/vnd.oasis.opendocument.text",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

// wantHarmless opens what was taken.
func (s *testSite) wantHarmless(t *testing.T, got uploaded, sent []byte, expect string) {
	t.Helper()
	response, body := s.do(t, http.MethodGet, got.link, nil, nil)
	require.Equal(t, http.StatusOK, response.StatusCode)
	assert.True(t, bytes.Equal(sent, body), "other bytes came back")
	assert.Contains(t, harmless, response.Header.Get("Content-Type"))
	assert.Equal(t, http.DetectContentType(sent) == "image/png", response.Header.Get("Content-Type") == "image/png")
	assert.Equal(t, "nosniff", response.Header.Get("X-Content-Type-Options"))
	assert.Contains(t, response.Header.Get("Content-Security-Policy"), "default-src 'none'; sandbox")
	kind, parameters, err := mime.ParseMediaType(response.Header.Get("Content-Disposition"))
	require.NoError(t, err)
	if strings.Contains(expect, "attachment") {
		assert.Equal(t, "attachment", kind)
	}
	name := parameters["filename"]
	require.NotEmpty(t, name)
	assert.LessOrEqual(t, len([]rune(name)), 200)
	assert.NotContains(t, []string{".", ".."}, name)
	assert.Equal(t, -1, strings.IndexFunc(name, func(r rune) bool {
		return strings.ContainsRune(`/\<>:"|?*`, r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	}), "name %q", name)
	assert.Contains(t, []string{".pdf", ".png", ".jpg", ".jpeg", ".docx", ".odt"}, strings.ToLower(filepath.Ext(name)))
	assert.Contains(t, got.page, name, "the page names it")
}

func heapOf() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapSys)
}
