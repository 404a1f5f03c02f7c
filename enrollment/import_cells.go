package enrollment

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/traderegister"
	"providerportal/internal/workday"
)

// Each of these reads one kind of cell: it gives the fact, or nothing after
// noting what is wrong.

func lineCell(r *rowReader, cell string) string {
	cell = strings.Join(strings.Fields(cell), " ")
	if utf8.RuneCountInString(cell) > directory.LineMax {
		return r.refuse("import.wrong.long", "Max", directory.LineMax)
	}
	return cell
}

// nameCell is a line that people will see in lists and exports; one that a
// spreadsheet would take for a formula is no name.
func nameCell(r *rowReader, cell string) string {
	if start := strings.TrimLeft(cell, "'\""); start == "" || strings.ContainsAny(start[:1], "=+-@") {
		return r.refuse("import.wrong.formula")
	}
	return lineCell(r, cell)
}

func textCell(longest int) func(*rowReader, string) string {
	return func(r *rowReader, cell string) string {
		if utf8.RuneCountInString(cell) > longest {
			return r.refuse("import.wrong.long", "Max", longest)
		}
		return cell
	}
}

func kvkCell(r *rowReader, cell string) string {
	kvk, ok := traderegister.NormalKvK(cell)
	switch {
	case ok:
		return kvk
	case len(kvk) < 8 && onlyDigits.MatchString(kvk): // a spreadsheet drops zeros in front of a number
		return r.refuse("import.wrong.kvk-short")
	default:
		return r.refuse("import.wrong.kvk")
	}
}

// countryCell is a country by code or by name, other than the Netherlands.
func countryCell(r *rowReader, cell string) string {
	if code := traderegister.CountryCode(cell); code != "" {
		return code
	}
	return r.refuse("import.wrong.country")
}

func registerCell(r *rowReader, cell string) string {
	if name, ok := traderegister.NormalRegister(cell); ok {
		return name
	}
	return r.refuse("error.register-name", "Max", traderegister.RegisterMax)
}

func numberCell(r *rowReader, cell string) string {
	if number, ok := traderegister.NormalNumber(cell); ok {
		return number
	}
	return r.refuse("error.register-number", "Max", traderegister.NumberMax)
}

var onlyDigits = regexp.MustCompile(`^[0-9]+$`)

func segmentCell(r *rowReader, cell string) string {
	for _, segment := range r.region.Segments {
		if isOne(cell, segment.Code, segment.NameNL, segment.NameEN, strconv.Itoa(segment.Number), "segment "+strconv.Itoa(segment.Number)) {
			return segment.Code
		}
	}
	return r.refuse("import.wrong.segment")
}

func isOne(cell string, names ...string) bool {
	for _, name := range names {
		if strings.EqualFold(cell, name) {
			return true
		}
	}
	return false
}

var referencePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 ./_-]{0,39}$`)

func referenceCell(r *rowReader, cell string) string {
	if !referencePattern.MatchString(cell) {
		return r.refuse("import.wrong.reference")
	}
	return cell
}

var dayMonthYear = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$`)

// dateCell reads 2022-01-31, 31-1-2022 and, from a spreadsheet, its day number.
func dateCell(r *rowReader, cell string) string {
	date, ok := r.date(cell)
	if !ok || date.Year() < 2000 || date.Year() > 2100 {
		return r.refuse("import.wrong.date")
	}
	return date.String()
}

func (r *rowReader) date(cell string) (workday.Date, bool) {
	if parts := dayMonthYear.FindStringSubmatch(cell); parts != nil {
		cell = parts[3] + "-" + twoDigits(parts[2]) + "-" + twoDigits(parts[1])
	}
	if serial, err := strconv.ParseFloat(cell, 64); err == nil && r.table.Serial && serial >= 1 && serial < 200000 {
		first := workday.Day(1899, 12, 30)
		if r.table.Day1904 {
			first = workday.Day(1904, 1, 1)
		}
		return first.AddDays(int(serial)), true
	}
	date, err := workday.Parse(strings.TrimSuffix(cell, " 00:00:00"))
	return date, err == nil
}

func twoDigits(number string) string { return strings.Repeat("0", 2-len(number)) + number }

// pastDateCell is the date of something that happened.
func pastDateCell(r *rowReader, cell string) string {
	text := dateCell(r, cell)
	if text > r.today.String() {
		return r.refuse("import.wrong.date-future")
	}
	return text
}

func emailCell(r *rowReader, cell string) string {
	email := account.NormalEmail(cell)
	if !directory.IsEmail(email) {
		return r.refuse("import.wrong.email")
	}
	return email
}

func phoneCell(r *rowReader, cell string) string {
	if !directory.IsPhone(cell) {
		return r.refuse("import.wrong.phone")
	}
	return lineCell(r, cell)
}

// websiteCell takes an address without its beginning for one with https.
func websiteCell(r *rowReader, cell string) string {
	if !strings.Contains(cell, "://") {
		cell = "https://" + cell
	}
	if !directory.IsWebAddress(cell) || utf8.RuneCountInString(cell) > directory.WebsiteMax {
		return r.refuse("import.wrong.website")
	}
	return cell
}

func productCell(r *rowReader, cell string) string {
	return r.list(cell, "import.wrong.product", func(name string) string {
		for _, product := range r.region.Products {
			if isOne(name, product.Code, product.NameNL, product.NameEN, product.PlainNL) {
				return product.Code
			}
		}
		return ""
	})
}

func groupCell(r *rowReader, cell string) string {
	return r.list(cell, "import.wrong.group", func(name string) string {
		for _, group := range r.region.TargetGroups {
			if isOne(name, group.Code, group.NameNL, group.NameEN) {
				return group.Code
			}
		}
		return ""
	})
}

func municipalityCell(r *rowReader, cell string) string {
	return r.list(cell, "import.wrong.municipality", func(name string) string {
		for _, municipality := range r.region.Municipalities {
			if isOne(name, municipality.Code, municipality.Slug, municipality.Name, municipality.Name+" (L)") {
				return municipality.Code
			}
		}
		return ""
	})
}

var listSigns = regexp.MustCompile(`\s*[;|\n]\s*`)

// list reads several names with semicolons, bars or new lines between.
func (r *rowReader) list(cell, wrong string, codeOf func(name string) string) string {
	codes := map[string]bool{}
	for _, name := range listSigns.Split(cell, -1) {
		if name == "" {
			continue
		}
		code := codeOf(name)
		if code == "" {
			r.refuse(wrong, "Name", shortened(name))
			continue
		}
		codes[code] = true
	}
	return listOf(codes)
}
