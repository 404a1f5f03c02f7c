package mail_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"providerportal/internal/mail"
	"providerportal/templates"
)

// Every letter has a text in each language and every text has a letter.
func TestLettersAndTextsMatch(t *testing.T) {
	kinds := map[string]bool{"frame": true}
	for _, letter := range examples() {
		kinds[letter.Kind()] = true
	}
	for _, lang := range []string{"nl", "en"} {
		files, err := fs.Glob(templates.FS, "mail/"+lang+"/*.txt")
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]bool{}
		for _, file := range files {
			found[strings.TrimSuffix(path.Base(file), ".txt")] = true
		}
		for kind := range kinds {
			if !found[kind] {
				t.Errorf("%s: no text for %s", lang, kind)
			}
		}
		for kind := range found {
			if !kinds[kind] {
				t.Errorf("%s: no letter for text %s", lang, kind)
			}
		}
	}
}

// The examples, and with them the tests below, leave no letter out.
func TestExamplesHaveEveryLetter(t *testing.T) {
	if declared := lettersInSource(t); declared != len(examples()) {
		t.Errorf("%d letters declared, %d examples", declared, len(examples()))
	}
}

func lettersInSource(t *testing.T) (count int) {
	t.Helper()
	files, err := filepath.Glob("letters_*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			if _, ok := node.(*ast.StructType); ok {
				count++
			}
			return true
		})
	}
	return count
}

func TestEveryLetterReadsWell(t *testing.T) {
	tx := tx(t)
	for _, lang := range []string{"nl", "en"} {
		for _, letter := range examples() {
			t.Run(lang+"/"+letter.Kind(), func(t *testing.T) {
				to := recipient
				to.Lang = lang
				record := queued(t, tx, to, letter)
				checkWords(t, record)
				checkBothAlternatives(t, record)
			})
		}
	}
}

var unfilled = regexp.MustCompile(`<no value>|\{\{|\}\}|<nil>|%!|ZgotmplZ`)

func checkWords(t *testing.T, record mail.Record) {
	t.Helper()
	if found := unfilled.FindString(record.Subject + record.TextBody + record.HTMLBody); found != "" {
		t.Errorf("unfilled: %s", found)
	}
	for _, wanted := range []string{"Sanne de Wit", "Regio Voorbeeld", "hulp@regio.example", "https://"} {
		if !strings.Contains(record.TextBody, wanted) {
			t.Errorf("no %q in:\n%s", wanted, record.TextBody)
		}
	}
	if len(record.Subject) > 100 {
		t.Errorf("subject of %d characters: %s", len(record.Subject), record.Subject)
	}
	for _, sentence := range regexp.MustCompile(`[.?!:]\s|\n`).Split(record.TextBody, -1) {
		if count := len(strings.Fields(sentence)); count > 25 {
			t.Errorf("%d words: %s", count, sentence)
		}
	}
}

// The HTML tells the same as the text, is marked up and asks nothing of others.
func checkBothAlternatives(t *testing.T, record mail.Record) {
	t.Helper()
	page, err := goquery.NewDocumentFromReader(strings.NewReader(record.HTMLBody))
	if err != nil {
		t.Fatal(err)
	}
	if got := page.Find("html").AttrOr("lang", ""); got != record.Lang {
		t.Errorf("lang is %q", got)
	}
	if title, heading := page.Find("title").Text(), page.Find("h1").Text(); title != record.Subject || heading != title {
		t.Errorf("subject %q, title %q, heading %q", record.Subject, title, heading)
	}
	page.Find("main p, main dt, main dd").Each(func(_ int, part *goquery.Selection) {
		if !strings.Contains(record.TextBody, part.Text()) {
			t.Errorf("only in the HTML: %q", part.Text())
		}
	})
	links := page.Find("a").Map(func(_ int, link *goquery.Selection) string { return link.AttrOr("href", "") })
	if inText := regexp.MustCompile(`https?://\S+`).FindAllString(record.TextBody, -1); strings.Join(links, " ") != strings.Join(inText, " ") {
		t.Errorf("links %v in HTML, %v in text", links, inText)
	}
	if page.Find("img, script, link, iframe, form").Length() > 0 {
		t.Error("the HTML loads or runs something")
	}
	for line := range strings.SplitSeq(record.TextBody, "\n") {
		line = strings.TrimSuffix(strings.TrimSpace(line), ":")
		if before, value, isFact := strings.Cut(line, ": "); isFact && page.Find("dt").Length() > 0 {
			if !strings.Contains(page.Text(), before) || !strings.Contains(page.Text(), value) {
				t.Errorf("only in the text: %q", line)
			}
			continue
		}
		if !strings.HasPrefix(line, "https://") && !strings.Contains(page.Text(), line) {
			t.Errorf("only in the text: %q", line)
		}
	}
}

func TestDatesAreWrittenInFull(t *testing.T) {
	tx := tx(t)
	for _, letter := range examples() {
		if letter.Kind() != "appointment_made" {
			continue
		}
		record := queued(t, tx, recipient, letter)
		for _, wanted := range []string{"donderdag 9 april 2026 om 14.30 uur", "maandag 13 april 2026"} {
			if !strings.Contains(record.TextBody, wanted) {
				t.Errorf("no %q in:\n%s", wanted, record.TextBody)
			}
		}
	}
}

func TestOutcomesReadDifferently(t *testing.T) {
	tx := tx(t)
	yes := queued(t, tx, recipient, mail.RequestConcluded{Matter: matter("request"), Organisation: "A", Reference: "R", Match: true, URL: "/x"})
	no := queued(t, tx, recipient, mail.RequestConcluded{Matter: matter("request"), Organisation: "A", Reference: "R", URL: "/x"})
	if !strings.Contains(yes.TextBody, "Er is een match") || !strings.Contains(no.TextBody, "Er is geen match") {
		t.Errorf("match: %s\nno match: %s", yes.TextBody, no.TextBody)
	}
}

// What happened to the access of an account reads differently for each way.
func TestAccessChangedNamesWhatHappened(t *testing.T) {
	tx := tx(t)
	for _, lang := range []string{"nl", "en"} {
		subjects := map[string]bool{}
		for _, what := range []string{mail.AccessPassword, mail.AccessApp, mail.AccessCodes, mail.AccessRecovery} {
			to := recipient
			to.Lang = lang
			letter := mail.AccessChanged{Matter: mail.Matter{Object: "user", ID: lang + what}, Name: "Sanne de Wit", What: what}
			record := queued(t, tx, to, letter)
			checkWords(t, record)
			checkBothAlternatives(t, record)
			subjects[record.Subject] = true
		}
		if len(subjects) != 4 {
			t.Errorf("%s: %v", lang, subjects)
		}
	}
}
