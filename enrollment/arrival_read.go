package enrollment

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/bsn"
	"providerportal/internal/workday"
)

// arrivalRecord is one line of a file with providers; docs/import.md names the
// fields. Prices are not taken over: nothing in the portal compares them (E2).
type arrivalRecord struct {
	Slug           string           `json:"slug"`
	Name           string           `json:"name"`
	KvK            string           `json:"kvk"`
	Register       *arrivalRegister `json:"register"`
	Mission        string           `json:"mission"`
	Description    string           `json:"description"`
	Products       []arrivalProduct `json:"products"`
	TargetGroups   []string         `json:"target_groups"`
	Municipalities []string         `json:"municipalities"`
	Address        *arrivalAddress  `json:"address"`
	Phone          string           `json:"phone"`
	Email          string           `json:"email"`
	Website        string           `json:"website"`
	Languages      []string         `json:"languages"`
	Contract       struct {
		Start string `json:"start"`
		End   string `json:"end"`
	} `json:"contract"`
	Updated string `json:"updated"`
	Status  string `json:"status"`
}

type arrivalProduct struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

type arrivalAddress struct {
	Street   string     `json:"street"`
	Number   flexNumber `json:"number"`
	Postcode string     `json:"postcode"`
	City     string     `json:"city"`
}

// flexNumber is a house number, written as a number or as text.
type flexNumber string

// UnmarshalJSON takes 12, "12" and "12a".
func (n *flexNumber) UnmarshalJSON(text []byte) error {
	*n = flexNumber(strings.Trim(string(text), `"`))
	return nil
}

// arrivalReader checks line after line.
type arrivalReader struct {
	tx        *gorm.DB
	region    *directory.Region
	addGroups bool
	today     workday.Date
	wrong     problems
	seen      map[string]int // line by key of the trade register
	slugs     map[string]bool
	number    int
}

func (r *arrivalReader) refuse(field, key string, args ...any) {
	r.wrong.add(r.number, field, key, "", args...)
}

// read gives the organisation of a line, or nil after noting what is wrong.
func (r *arrivalReader) read(number int, line []byte) (*directory.Arrival, error) {
	r.number = number
	before := len(r.wrong)
	var record arrivalRecord
	if !utf8.Valid(line) || json.Unmarshal(line, &record) != nil {
		r.refuse("", "import.wrong.json")
		return nil, nil
	}
	a := &directory.Arrival{Provider: directory.Provider{ID: uuid.New(), Slug: record.Slug}}
	r.identity(a, &record)
	r.texts(a, &record)
	if err := r.lists(a, &record); err != nil {
		return nil, err
	}
	r.contact(a, &record)
	r.standing(a, &record)
	if len(r.wrong) > before {
		return nil, nil
	}
	told := directory.Told{Profile: a.Profile, Intake: a.Intake}
	a.Publish = record.Status == "published" && a.Ended == nil && told.Publishable()
	return a, nil
}

func (r *arrivalReader) identity(a *directory.Arrival, record *arrivalRecord) {
	entry := r.entry(record)
	if first := r.seen[entry.Key()]; entry.Key() != "" && first > 0 {
		r.refuse(arrivalFields[entry.Field()], "import.wrong.kvk-twice", "Row", first)
	}
	r.seen[entry.Key()] = r.number
	a.Provider.Entry, a.Provider.Name = entry, r.text("name", record.Name, directory.LineMax)
	if a.Provider.Name == "" {
		r.refuse("name", "import.wrong.required")
	}
	if start := strings.TrimLeft(a.Provider.Name, `'"`); start != "" && strings.ContainsAny(start[:1], "=+-@") {
		r.refuse("name", "import.wrong.formula")
	}
}

// text takes a text that is short enough and holds no citizen service number.
func (r *arrivalReader) text(field, text string, longest int) string {
	text = strings.TrimSpace(text)
	switch {
	case utf8.RuneCountInString(text) > longest:
		r.refuse(field, "import.wrong.long", "Max", longest)
	case bsn.In(text):
		r.refuse(field, "import.wrong.bsn")
	case strings.ContainsFunc(text, func(c rune) bool { return c < ' ' && c != '\n' && c != '\t' || c == 0x7f }):
		r.refuse(field, "import.wrong.control")
	}
	return text
}

// texts takes mission, description and what the region has no product for. That
// stands in the words of the product of the open house, and in the offer when it
// does not fit there.
func (r *arrivalReader) texts(a *directory.Arrival, record *arrivalRecord) {
	p := &a.Profile
	p.Mission, p.Descriptions = r.text("mission", record.Mission, directory.MissionMax), map[string]string{}
	offer := strings.TrimSpace(record.Description)
	own := ""
	for _, product := range record.Products {
		if code := r.productCode(product.Name); code != "" {
			p.Products, p.Descriptions[code] = append(p.Products, code), r.text("products", product.Description, directory.DescriptionMax)
			continue
		}
		line := strings.TrimSpace(product.Name + ": " + product.Description)
		if joined := strings.TrimSpace(own + "\n" + line); utf8.RuneCountInString(joined) <= directory.DescriptionMax {
			own = joined
		} else {
			offer += "\n\n" + line
		}
	}
	if home := r.openProduct(); own != "" {
		p.Products, p.Descriptions[home] = append(p.Products, home), r.text("products", own, directory.DescriptionMax)
	}
	p.Offer = r.text("description", offer, directory.OfferMax)
	p.Website = record.Website
	if p.Website != "" && (!directory.IsWebAddress(p.Website) || len(p.Website) > directory.WebsiteMax) {
		r.refuse("website", "import.wrong.website")
	}
}

func (r *arrivalReader) productCode(name string) string {
	for _, product := range r.region.Products {
		if isOne(strings.TrimSpace(name), product.Code, product.NameNL, product.NameEN) {
			return product.Code
		}
	}
	return ""
}

// openProduct is the product for which providers may apply at any time.
func (r *arrivalReader) openProduct() string {
	for _, product := range r.region.Products {
		if r.region.Segment(product.SegmentCode).OpenHouse {
			return product.Code
		}
	}
	return r.region.Products[0].Code
}

// contact takes the intake point and the address. In the other portal the
// mailbox was verified, at the latest on the day of the last update.
func (r *arrivalReader) contact(a *directory.Arrival, record *arrivalRecord) {
	if record.Email != "" {
		email := account.NormalEmail(record.Email)
		a.Intake = directory.IntakePoint{Name: "Aanmeldpunt", Email: email, Phone: record.Phone}
		if !directory.IsEmail(email) {
			r.refuse("email", "import.wrong.email")
		}
		if !directory.IsPhone(record.Phone) {
			r.refuse("phone", "import.wrong.phone")
		}
		if day, err := workday.Parse(record.Updated); err == nil && !day.After(r.today) && record.Status == "published" {
			at := day.Start().Add(12 * time.Hour).UTC()
			a.Intake.VerifiedAt = &at
		}
	}
	if record.Address == nil || record.Address.Street == "" {
		return
	}
	at := directory.Location{
		Street: r.text("address", strings.TrimSpace(record.Address.Street+" "+string(record.Address.Number)), directory.LineMax),
		Place:  r.text("address", record.Address.City, directory.LineMax), Postcode: record.Address.Postcode,
	}.Located()
	if at.Place == "" || !at.Complete() {
		r.refuse("address", "import.wrong.address")
	}
	a.Profile.Locations, a.Profile.Forms = []directory.Location{at}, directory.Codes{"at-location"}
}

// standing takes the contract; one that is said to be over ended on its last day
// or, when that is still to come, on the day of the last update.
func (r *arrivalReader) standing(a *directory.Arrival, record *arrivalRecord) {
	from, err := workday.Parse(record.Contract.Start)
	if err != nil {
		r.refuse("contract", "import.wrong.date")
	}
	a.From = from
	switch record.Status {
	case "published", "draft":
	case "ended":
		end, err := workday.Parse(record.Contract.End)
		if err != nil || end.After(r.today) {
			end = r.today
			if updated, err := workday.Parse(record.Updated); err == nil && !updated.After(r.today) {
				end = updated
			}
		}
		if end.Before(from) {
			end = from
		}
		a.Ended = &end
	default:
		r.refuse("status", "import.wrong.status", "Name", strconv.Quote(shortened(record.Status)))
	}
	if len(a.Profile.Products) == 0 && err == nil {
		r.refuse("products", "import.wrong.required")
	}
}
