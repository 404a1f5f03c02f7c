package mail

import (
	"bytes"
	"fmt"
	"net/mail"
	"reflect"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"providerportal/internal/workday"
)

const (
	maxSubject = 150 // characters
	maxName    = 80  // characters
)

// Region is what the signature of every letter says. Answers go to Contact.
type Region struct {
	Name    string
	Contact string // e-mail address
}

// rendered is a letter ready to be kept: a one-time link stands in it as
// placeholder.
type rendered struct{ subject, text, html string }

// view is what the two layouts show.
type view struct {
	Lang     string
	Subject  string
	Greeting string
	Blocks   []viewBlock
	Closing  []viewBlock
}

// viewBlock has one of Facts, URL (with Label) or Text.
type viewBlock struct {
	Facts []fact
	Label string
	URL   string
	Text  string
}

type fact struct{ Label, Value string }

// signature is what the frame of a letter says. Name is the recipient's.
type signature struct{ Name, Region, Contact string }

// renderer writes one letter.
type renderer struct {
	texts       *texts
	region      Region
	baseURL     string
	placeholder string // stands for the one-time link
}

func (r renderer) render(to Recipient, letter Letter) (rendered, error) {
	body, frame := r.texts.letters[to.Lang+"/"+letter.Kind()], r.texts.letters[to.Lang+"/"+frameKind]
	if body == nil || frame == nil {
		return rendered{}, fmt.Errorf("no text in %s", to.Lang)
	}
	if err := complete(letter); err != nil {
		return rendered{}, err
	}
	frameFiller := &filler{data: signature{Name: greetable(to.Name), Region: r.region.Name, Contact: r.region.Contact}}
	bodyFiller := &filler{data: letter}
	page := view{
		Lang:     to.Lang,
		Subject:  shorten(bodyFiller.fill(body.subject), maxSubject),
		Greeting: frameFiller.fill(frame.subject),
		Closing:  r.blocks(frameFiller, frame),
		Blocks:   r.blocks(bodyFiller, body),
	}
	for _, err := range []error{bodyFiller.err, frameFiller.err, r.link(&page, letter)} {
		if err != nil {
			return rendered{}, err
		}
	}
	return r.layout(page)
}

func (r renderer) blocks(filler *filler, source *text) []viewBlock {
	var blocks []viewBlock
	for _, block := range source.blocks {
		var shown viewBlock
		switch {
		case block.link != nil:
			shown = viewBlock{Label: filler.fill(block.link.label), URL: r.absolute(filler.fill(block.link.value))}
		case block.facts != nil:
			for _, pair := range block.facts {
				shown.Facts = append(shown.Facts, fact{filler.fill(pair.label), filler.fill(pair.value)})
			}
		default:
			shown.Text = filler.fill(block.prose)
		}
		blocks = append(blocks, shown)
	}
	return blocks
}

// link puts the placeholder where the one-time link stands, and refuses an
// address outside the portal.
func (r renderer) link(page *view, letter Letter) error {
	secret := r.secret(letter)
	for i, block := range page.Blocks {
		switch {
		case block.URL == "":
		case secret != "" && block.URL == secret:
			page.Blocks[i].URL = r.placeholder
		case !strings.HasPrefix(block.URL, r.baseURL+"/"):
			return fmt.Errorf("a link leaves the portal")
		}
	}
	return nil
}

// secret is the whole address of the letter's one-time link, or "".
func (r renderer) secret(letter Letter) string {
	if letter, ok := letter.(oneTime); ok {
		return r.absolute(letter.oneTimeLink())
	}
	return ""
}

// absolute completes a path such as "/mijn" to an address of the portal.
func (r renderer) absolute(link string) string {
	if strings.HasPrefix(link, "/") {
		return r.baseURL + link
	}
	return link
}

func (r renderer) layout(page view) (rendered, error) {
	var plain, html bytes.Buffer
	if err := r.texts.plain.Execute(&plain, page); err != nil {
		return rendered{}, err
	}
	if err := r.texts.html.Execute(&html, page); err != nil {
		return rendered{}, err
	}
	return rendered{subject: page.Subject, text: plain.String(), html: html.String()}, nil
}

// complete refuses a letter with an empty value: what people cannot act on
// should not leave, and the mistake should show where it was made.
func complete(letter Letter) error {
	fields := reflect.Indirect(reflect.ValueOf(letter))
	for i := range fields.NumField() {
		name := fields.Type().Field(i).Name
		var empty bool
		switch value := fields.Field(i).Interface().(type) {
		case string:
			empty = oneLine(value) == ""
		case workday.Date:
			empty = value.IsZero()
		case time.Time:
			empty = value.IsZero()
		case Matter:
			empty = value.Object == "" || value.ID == ""
		}
		if empty {
			return fmt.Errorf("%s is empty", name)
		}
	}
	return nil
}

// oneLine keeps a value on its line: white space becomes one space; control,
// format (such as right-to-left) and broken characters go.
func oneLine(value string) string {
	value = strings.Map(func(char rune) rune {
		switch {
		case unicode.IsSpace(char):
			return ' '
		case unicode.In(char, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs), char == utf8.RuneError:
			return -1
		default:
			return char
		}
	}, value)
	return strings.Join(strings.Fields(value), " ")
}

func shorten(value string, limit int) string {
	if runes := []rune(value); len(runes) > limit {
		return strings.TrimSpace(string(runes[:limit-1])) + "…"
	}
	return value
}

var address = regexp.MustCompile(`(?i)[/:@<>\\]|www\.|[\pL\pN]\.\pL{2,}`)

// greetable is the name when it can stand in a greeting. A name that looks like
// an address gives "": whoever registers types a name and an e-mail address that
// may be another's, and must not be able to send that person a link.
func greetable(name string) string {
	if name = oneLine(name); address.MatchString(name) {
		return ""
	}
	return shorten(name, maxName)
}

// bareAddress reports whether value is a mail address and nothing else.
func bareAddress(value string) bool {
	parsed, err := mail.ParseAddress(value)
	return err == nil && parsed.Name == "" && parsed.Address == value && len(value) <= 254 && !strings.ContainsAny(value, " \t\r\n<>\"")
}
