package enrollment

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/fault"
	"providerportal/internal/sheet"
	"providerportal/internal/workday"
)

// Columns of the spreadsheet with existing contracts (E11), by their code. A
// code is also the end of the text that names the column.
const (
	ColumnOrganisation   = "organisation"
	ColumnKvK            = "kvk"
	ColumnCountry        = "register-country"
	ColumnRegister       = "register-name"
	ColumnNumber         = "register-number"
	ColumnSegment        = "segment"
	ColumnReference      = "reference"
	ColumnFrom           = "from"
	ColumnEnded          = "ended"
	ColumnAdmin          = "admin"
	ColumnMission        = "mission"
	ColumnOffer          = "offer"
	ColumnAudience       = "audience"
	ColumnProducts       = "products"
	ColumnGroups         = "groups"
	ColumnMunicipalities = "municipalities"
	ColumnWebsite        = "website"
	ColumnIntakeName     = "intake-name"
	ColumnIntakeEmail    = "intake-email"
	ColumnIntakePhone    = "intake-phone"
	ColumnIntakeHours    = "intake-hours"
	ColumnIntakeVerified = "intake-verified"
)

// ImportColumn is one column of that spreadsheet.
type ImportColumn struct {
	Code     string
	Header   string // as the template writes it
	Other    string // English header that is understood too
	Required bool
	Example  string
	read     func(r *rowReader, cell string) string
}

// ImportColumns lists the columns in the order of the template.
var ImportColumns = []ImportColumn{
	{ColumnOrganisation, "Organisatie", "Organisation", true, "Stichting De Voorbeeldige Stap", nameCell},
	{ColumnKvK, "KvK-nummer", "KvK number", false, "00000001", kvkCell},
	{ColumnCountry, "Land van register", "Register country", false, "Duitsland", countryCell},
	{ColumnRegister, "Buitenlands register", "Foreign register", false, "Handelsregister Kleve", registerCell},
	{ColumnNumber, "Buitenlands nummer", "Foreign number", false, "HRB 12345", numberCell},
	{ColumnSegment, "Segment", "Segment", true, "2", segmentCell},
	{ColumnReference, "Contractnummer", "Contract number", false, "MGR-2020-001", referenceCell},
	{ColumnFrom, "Ingangsdatum", "Active from", true, "2022-01-01", dateCell},
	{ColumnEnded, "Einddatum", "Ended on", false, "", pastDateCell},
	{ColumnAdmin, "E-mail beheerder", "Administrator e-mail", false, "kantoor@voorbeeldige-stap.example", emailCell},
	{ColumnMission, "Missie", "Mission", false, "Wij gaan uit van wat iemand kan.", textCell(directory.MissionMax)},
	{ColumnOffer, "Aanbod", "Offer", false, "Een vaste coach helpt u stap voor stap naar werk.", textCell(directory.OfferMax)},
	{ColumnAudience, "Voor wie", "For whom", false, "Mensen die lang zonder werk zijn.", textCell(directory.OfferMax)},
	{ColumnProducts, "Producten", "Products", false, "individuele-toeleiding", productCell},
	{ColumnGroups, "Doelgroepen", "Target groups", false, "grote-afstand; statushouders", groupCell},
	{ColumnMunicipalities, "Gemeenten", "Municipalities", false, "Venray; Horst aan de Maas", municipalityCell},
	{ColumnWebsite, "Website", "Website", false, "https://www.voorbeeldige-stap.example", websiteCell},
	{ColumnIntakeName, "Aanmeldpunt", "Intake point", false, "Aanmeldpunt", nameCell},
	{ColumnIntakeEmail, "E-mail aanmeldpunt", "Intake e-mail", false, "aanmelden@voorbeeldige-stap.example", emailCell},
	{ColumnIntakePhone, "Telefoon aanmeldpunt", "Intake telephone", false, "077-0123456", phoneCell},
	{ColumnIntakeHours, "Bereikbaar", "Intake hours", false, "Maandag tot en met vrijdag, 9.00 tot 17.00 uur", lineCell},
	{ColumnIntakeVerified, "Aanmeldpunt bevestigd op", "Intake verified on", false, "", pastDateCell},
}

// ImportRow is one row that was read: what it says in each column, codes and
// dates in their own spelling. An empty cell is not in it.
type ImportRow struct {
	Number int               `json:"number"`
	Facts  map[string]string `json:"facts"`
}

// ImportProblem is one thing that is wrong in the file.
type ImportProblem struct {
	Row    int    // as the spreadsheet shows it; 1 is the header
	Column string // code, or what the header says when it is unknown; empty for the whole row
	Key    string // of the text
	Args   []any
	Value  string // what stands there, shortened; never a BSN
}

// problems gives what is wrong as a refusal of the file, or nil.
type problems []ImportProblem

func (p *problems) add(row int, column, key, value string, args ...any) {
	*p = append(*p, ImportProblem{Row: row, Column: column, Key: key, Value: shortened(value), Args: args})
}

// valueShown is how much of a wrong value is shown, in characters.
const valueShown = 60

func shortened(value string) string {
	value = strings.Join(strings.Fields(value), " ")
	if letters := []rune(value); len(letters) > valueShown {
		return string(letters[:valueShown]) + "…"
	}
	return value
}

// readImport reads the file and checks every cell and row by itself. With
// problems there are no rows to import.
func readImport(db *gorm.DB, content []byte, today workday.Date) ([]ImportRow, []ImportProblem, error) {
	table, err := sheet.Read(content)
	var refused *sheet.Unreadable
	if errors.As(err, &refused) {
		return nil, nil, fault.Invalid(fault.At("file", refused.Key, "Place", refused.Place))
	}
	if err != nil {
		return nil, nil, err
	}
	region, err := directory.RegionOf(db)
	if err != nil {
		return nil, nil, err
	}
	reader := &rowReader{table: table, region: region, today: today}
	columns := reader.columns()
	if len(reader.wrong) > 0 {
		return nil, reader.wrong, nil
	}
	rows := make([]ImportRow, 0, len(table.Rows))
	for _, line := range table.Rows {
		rows = append(rows, reader.row(line, columns))
	}
	reader.together(rows)
	slices.SortStableFunc(reader.wrong, func(a, b ImportProblem) int { return a.Row - b.Row })
	return rows, reader.wrong, nil
}

// fileHash is how a file is known again.
func fileHash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
