// Package words holds every text that people read in the portal, in Dutch (the
// default) and English, one catalogue of JSON files per language. Code and
// templates name a text by its key; the catalogue tests keep both languages
// equal and the sentences at B1 level (LANG-1).
package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"path"
	"strings"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"providerportal/internal/workday"
)

//go:embed nl/*.json en/*.json
var files embed.FS

// Default is the language of who did not choose one.
const Default = "nl"

// Languages are the codes with a catalogue, the default first.
var Languages = []string{Default, "en"}

// Missing is told about every key without a text. Tests make it a failure.
var Missing = func(lang, key string) { slog.Error("text is missing", "lang", lang, "key", key) }

// Words speaks one language. It is safe for use by many requests at once.
type Words struct {
	Lang      string
	localizer *i18n.Localizer
	plain     map[string]string        // texts without variables, ready to use
	all       map[string]*i18n.Message // every text by its key
	months    [12]string
	weekdays  [7]string // from Sunday, as time.Weekday counts
}

var catalogue = load()

// For gives the words of a language; Dutch when the language is unknown.
func For(lang string) *Words {
	if w, ok := catalogue[lang]; ok {
		return w
	}
	return catalogue[Default]
}

// T gives the text of a key. args are pairs of name and value for the text's
// variables, dates are written out; the pair "Count" also chooses between singular and plural. A key
// without a text comes back as it is and is reported to Missing.
func (w *Words) T(key string, args ...any) string {
	if text, ok := w.plain[key]; ok {
		return text
	}
	if w.all[key] == nil {
		Missing(w.Lang, key)
		return key
	}
	config := &i18n.LocalizeConfig{MessageID: key}
	data := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		name := fmt.Sprint(args[i])
		data[name] = w.spell(args[i+1])
		if name == "Count" {
			config.PluralCount = args[i+1]
		}
	}
	config.TemplateData = data
	text, err := w.localizer.Localize(config)
	if err != nil {
		Missing(w.Lang, key+": "+err.Error())
		return key
	}
	return text
}

// spell writes dates and moments as people read them; other values stay.
func (w *Words) spell(value any) any {
	switch value := value.(type) {
	case workday.Date:
		return w.Date(value)
	case time.Time:
		return w.Moment(value)
	}
	return value
}

// Has reports whether the key has a text.
func (w *Words) Has(key string) bool { return w.all[key] != nil }

// With gives the same words and some plain texts more, which only this value
// knows: for samples and for texts that a region keeps as data.
func (w *Words) With(texts map[string]string) *Words {
	more := *w
	more.plain, more.all = maps.Clone(w.plain), maps.Clone(w.all)
	for key, text := range texts {
		more.plain[key], more.all[key] = text, &i18n.Message{ID: key, Other: text}
	}
	return &more
}

// First gives the text of the first key that has one, else of the last key.
func (w *Words) First(keys []string, args ...any) string {
	for _, key := range keys[:len(keys)-1] {
		if w.Has(key) {
			return w.T(key, args...)
		}
	}
	return w.T(keys[len(keys)-1], args...)
}

// load reads the embedded catalogues. They are part of the program, so a file
// that cannot be read is a programming mistake and stops it at start.
func load() map[string]*Words {
	bundle := i18n.NewBundle(language.Dutch)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	catalogue := make(map[string]*Words, len(Languages))
	for _, lang := range Languages {
		messages, err := read(bundle, lang)
		if err != nil {
			panic(err)
		}
		catalogue[lang] = newWords(bundle, lang, messages)
	}
	return catalogue
}

func read(bundle *i18n.Bundle, lang string) (map[string]*i18n.Message, error) {
	entries, err := files.ReadDir(lang)
	if err != nil {
		return nil, err
	}
	all := map[string]*i18n.Message{}
	for _, entry := range entries {
		content, err := files.ReadFile(path.Join(lang, entry.Name()))
		if err != nil {
			return nil, err
		}
		file, err := bundle.ParseMessageFileBytes(content, lang+".json")
		if err != nil {
			return nil, fmt.Errorf("words/%s/%s: %w", lang, entry.Name(), err)
		}
		for _, message := range file.Messages {
			if all[message.ID] != nil {
				return nil, fmt.Errorf("words/%s/%s: %q is there twice", lang, entry.Name(), message.ID)
			}
			all[message.ID] = message
		}
	}
	return all, nil
}

func newWords(bundle *i18n.Bundle, lang string, messages map[string]*i18n.Message) *Words {
	w := &Words{Lang: lang, localizer: i18n.NewLocalizer(bundle, lang), all: messages, plain: map[string]string{}}
	for key, message := range messages {
		if message.One == "" && !strings.Contains(message.Other, "{{") {
			w.plain[key] = message.Other
		}
	}
	for month := time.January; month <= time.December; month++ {
		w.months[month-1] = w.plain[fmt.Sprintf("date.month.%d", month)]
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		w.weekdays[day] = w.plain[fmt.Sprintf("date.weekday.%d", day)]
	}
	return w
}
