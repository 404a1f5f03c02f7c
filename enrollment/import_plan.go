package enrollment

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/traderegister"
)

// ImportKind says what an import does with a row.
type ImportKind string

// The kinds of rows.
const (
	ImportNew     ImportKind = "new"
	ImportChanged ImportKind = "changed"
	ImportSame    ImportKind = "same"
)

// ImportLine is what an import will do, or did, with one row.
type ImportLine struct {
	Row          int
	Organisation string
	Entry        traderegister.Entry
	Segment      string
	Kind         ImportKind
	Changes      []ImportChange
	Kept         []string // columns in which the portal knows something newer
	Publishes    bool     // the profile becomes public
	Invites      bool     // the administrator gets a link
}

// ImportChange is one fact that becomes another; From is empty when nothing
// stood there.
type ImportChange struct {
	Column   string
	From, To string
}

// ImportPlan is an import before it is carried out: what is wrong, or what it
// will do row by row.
type ImportPlan struct {
	Problems []ImportProblem
	Lines    []ImportLine
	Digest   string // of the lines: the same as long as the import would do the same

	groups []*importGroup
}

// Count gives how many rows are of the kind.
func (p *ImportPlan) Count(kind ImportKind) int {
	count := 0
	for _, line := range p.Lines {
		if line.Kind == kind {
			count++
		}
	}
	return count
}

// Changes reports whether carrying it out would change anything.
func (p *ImportPlan) Changes() bool {
	return p.Count(ImportSame) < len(p.Lines) || slices.ContainsFunc(p.Lines, func(l ImportLine) bool { return l.Invites })
}

// importGroup is everything about one organisation: its rows, and what the portal
// knows.
type importGroup struct {
	entry     traderegister.Entry
	rows      []*importedRow
	told      *directory.Told // as the portal knows it; becomes what it will be
	known     bool            // the organisation is in the portal
	touched   bool            // name, profile or intake point change
	publishes bool
	invites   bool
	admin     string
}

// importedRow is one row with the contract that it is about.
type importedRow struct {
	ImportRow
	line     *ImportLine
	contract *contractNow      // nil when it is new
	last     map[string]string // what the row said at the last import; nil for the first
}

// importedContract remembers what a row said when it was last imported.
type importedContract struct {
	ProviderID  uuid.UUID `gorm:"primaryKey"`
	SegmentCode string    `gorm:"primaryKey"`
	ContractID  uuid.UUID
	ImportID    uuid.UUID
	Facts       map[string]string `gorm:"serializer:json"`
}

// planImport compares the rows with what the portal knows.
func planImport(db *gorm.DB, rows []ImportRow, invite bool) (*ImportPlan, error) {
	plan := &ImportPlan{Lines: make([]ImportLine, len(rows))}
	byEntry := map[string]*importGroup{}
	for i, row := range rows {
		entry := row.Entry()
		group := byEntry[entry.Key()]
		if group == nil {
			group = &importGroup{entry: entry}
			byEntry[entry.Key()] = group
			plan.groups = append(plan.groups, group)
		}
		plan.Lines[i] = ImportLine{
			Row: row.Number, Organisation: row.Facts[ColumnOrganisation], Entry: entry, Segment: row.Facts[ColumnSegment], Kind: ImportSame,
		}
		group.rows = append(group.rows, &importedRow{ImportRow: row, line: &plan.Lines[i]})
	}
	var wrong problems
	for _, group := range plan.groups {
		if err := group.compare(db, &wrong, invite); err != nil {
			return nil, err
		}
	}
	plan.Problems = wrong
	slices.SortStableFunc(plan.Problems, func(a, b ImportProblem) int { return a.Row - b.Row })
	content, err := json.Marshal(plan.Lines)
	sum := sha256.Sum256(content)
	plan.Digest = hex.EncodeToString(sum[:])
	return plan, err
}
