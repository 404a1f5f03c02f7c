package portal

import (
	"net/url"
	"time"

	"providerportal/internal/words"
	"providerportal/static"
)

// csrfField is the name of the hidden field that proves that a form is ours.
const csrfField = "_csrf"

// noticeSessionOver is the notice on the sign-in page for who was away too long.
const noticeSessionOver = "session-over"

// Link is a text that leads somewhere.
type Link struct {
	Text string
	URL  string
}

// NavItem is a link in a menu or a row of tabs. Count shows behind the text when
// it is above zero, or always when ShowCount is set.
type NavItem struct {
	Text      string
	URL       string
	Current   bool
	Count     int
	ShowCount bool
}

// Frame is what every page shows around its content. Page types embed it.
type Frame struct {
	Lang         string // nl or en
	Title        string // of the page, without error mark and portal name
	Path         string // address with query, as the visitor asked for it
	Breadcrumbs  []Link // from the start page down to the parent page
	Nav          []NavItem
	NavWithin    []NavItem // the items of the part of the menu where the page lies
	UserName     string
	SignedIn     bool
	CSRF         string
	ThemeCSS     string // address of a municipality's theme, or empty (NLDS-2)
	ThemeClass   string
	RegionName   string
	ContactEmail string
	Notice       string // what just happened, after an act
	Warning      string // what went otherwise than expected
	Idle         int    // seconds without a request after which the session ends; 0 without one (AUTH-9)
	Demo         bool
	Wide         bool // for desks and dashboards that need the whole screen
	SignInHidden bool // on the sign-in page itself
	Share        Share

	failed bool
}

// frame gives the renderer the frame inside any page that embeds it.
func (f *Frame) frame() *Frame { return f }

// Words gives the catalogue in the visitor's language.
func (f *Frame) Words() *words.Words { return words.For(f.Lang) }

// T gives the text of a key; args are pairs of name and value.
func (f *Frame) T(key string, args ...any) string { return f.Words().T(key, args...) }

// Date writes a workday.Date or time.Time: "maandag 13 april 2026".
func (f *Frame) Date(when any) string { return f.Words().Date(when) }

// ShortDate writes the same without weekday.
func (f *Frame) ShortDate(when any) string { return f.Words().ShortDate(when) }

// Moment writes date and time in Amsterdam.
func (f *Frame) Moment(when time.Time) string { return f.Words().Moment(when) }

// Days writes working days left, or days late when negative (T6).
func (f *Frame) Days(left int) string { return f.Words().Days(left) }

// Asset gives the address of a static file by its plain name.
func (f *Frame) Asset(name string) string { return static.URL(name) }

// SignInURL is where the page leads when the session is over, and from there back.
func (f *Frame) SignInURL() string {
	query := url.Values{"melding": {noticeSessionOver}, "naar": {f.Path}}
	return "/inloggen?" + query.Encode()
}

// CSRFField is the name of the hidden field of every form.
func (f *Frame) CSRFField() string { return csrfField }

// DocumentTitle is the text of the browser tab: error mark, page, portal
// (UX-4, ACC-4).
func (f *Frame) DocumentTitle() string {
	title := f.T("frame.portal")
	if f.Title != "" && f.Title != title {
		title = f.Title + " – " + title
	}
	if f.failed {
		title = f.T("frame.error") + ": " + title
	}
	return title
}

// OtherLanguageURL is this page in the other language.
func (f *Frame) OtherLanguageURL() string {
	address, err := url.Parse(f.Path)
	if err != nil || address.Path == "" {
		address = &url.URL{Path: "/"}
	}
	query := address.Query()
	query.Set("lang", f.T("frame.otherlanguage.code"))
	return (&url.URL{Path: address.Path, RawQuery: query.Encode()}).String()
}

// HTMLClass marks the root element for a municipality's theme.
func (f *Frame) HTMLClass() string {
	if f.ThemeClass == "" {
		return "portal"
	}
	return "portal " + f.ThemeClass
}
