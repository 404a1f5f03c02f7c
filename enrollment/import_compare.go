package enrollment

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// contractNow is what an import needs to know of a contract.
type contractNow struct {
	ID         uuid.UUID
	Reference  string
	Status     ContractStatus
	Origin     string
	ActiveFrom *workday.Date
	EndedOn    *workday.Date
}

// compare finds out what the rows of one organisation mean for it.
func (g *importGroup) compare(db *gorm.DB, wrong *problems, invite bool) error {
	provider, err := g.find(db)
	if err != nil {
		return err
	}
	if g.told, err = directory.TellOf(db, *provider); err != nil {
		return err
	}
	for _, row := range g.rows {
		if err := g.compareContract(db, row, wrong); err != nil {
			return err
		}
	}
	g.compareFacts()
	g.publishes = !g.told.Profile.Published() && g.told.Publishable() && g.active()
	g.rows[0].line.Publishes = g.publishes
	return g.compareAdmin(db, wrong, invite)
}

// find gives the organisation, or a new one. A registration that nobody confirmed
// claims nothing and makes room.
func (g *importGroup) find(db *gorm.DB) (*directory.Provider, error) {
	unclaimed, err := unconfirmed(db, "p.register_key = ?", g.entry.Key())
	if err != nil {
		return nil, err
	}
	provider, err := directory.ProviderByEntry(db, g.entry)
	g.known = err == nil && len(unclaimed) == 0
	if len(unclaimed) > 0 || fault.Is(err, fault.KindMissing) {
		return &directory.Provider{Entry: g.entry}, nil
	}
	return provider, err
}

// compareContract finds the contract of a row and what changes in it. Dates of a
// contract that has ended stay: how it ended is decided in the portal.
func (g *importGroup) compareContract(db *gorm.DB, row *importedRow, wrong *problems) error {
	if err := g.findContract(db, row); err != nil {
		return err
	}
	switch {
	case row.contract == nil:
		row.line.Kind = ImportNew
		return g.referenceFree(db, row, wrong)
	case row.contract.Origin != "import":
		wrong.add(row.Number, columnOf(g.entry), "import.wrong.other-contract", g.entry.Plain(), "Reference", row.contract.Reference)
		return nil
	}
	want := row.Facts[ColumnReference]
	if want != "" && want != row.contract.Reference {
		wrong.add(row.Number, ColumnReference, "import.wrong.reference-changed", want, "Reference", row.contract.Reference)
	}
	for column, day := range map[string]*workday.Date{ColumnFrom: row.contract.ActiveFrom, ColumnEnded: row.contract.EndedOn} {
		now := ""
		if day != nil {
			now = day.String()
		}
		switch want := row.Facts[column]; {
		case want == "" || want == now || want == row.last[column]:
		case row.contract.Status == ContractEnded:
			row.line.Kept = append(row.line.Kept, column)
		default:
			row.line.change(column, now, want)
		}
	}
	row.line.tidy()
	return nil
}

// findContract takes the contract that an earlier import made of this row, or one
// that runs.
func (g *importGroup) findContract(db *gorm.DB, row *importedRow) error {
	if !g.known {
		return nil
	}
	var before importedContract
	segment := row.Facts[ColumnSegment]
	err := db.Where("provider_id = ? AND segment_code = ?", g.told.Provider.ID, segment).Take(&before).Error
	if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
		return err
	}
	row.last = before.Facts
	var found contractNow
	err = db.Table("contracts").Where("id = ? OR (provider_id = ? AND segment_code = ? AND status <> 'ended')",
		before.ContractID, g.told.Provider.ID, segment).Order("status = 'ended'").Take(&found).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil
	}
	row.contract = &found
	return err
}

func (g *importGroup) referenceFree(db *gorm.DB, row *importedRow, wrong *problems) error {
	var taken int64
	want := row.Facts[ColumnReference]
	err := db.Table("contracts").Where("lower(reference) = lower(?)", want).Count(&taken).Error
	if taken > 0 && want != "" {
		wrong.add(row.Number, ColumnReference, "import.wrong.reference-taken", want)
	}
	return err
}

// compareFacts decides about name, profile and intake point. An empty cell
// changes nothing. A cell counts when the portal knows nothing yet, or still
// knows what the last import said: what the organisation wrote itself stays.
func (g *importGroup) compareFacts() {
	now, last := toldFacts(g.told), map[string]string{}
	for _, row := range g.rows {
		maps.Copy(last, row.last)
	}
	products, lastProducts := map[string]bool{}, map[string]bool{}
	for _, row := range g.rows {
		maps.Copy(products, codesOf(row.Facts[ColumnProducts]))
		maps.Copy(lastProducts, codesOf(row.last[ColumnProducts]))
	}
	last[ColumnProducts] = listOf(lastProducts)
	done := map[string]bool{ColumnAdmin: true}
	for _, row := range g.rows {
		for _, column := range append([]string{ColumnProducts}, shared...) {
			want := row.Facts[column]
			if column == ColumnProducts {
				want = listOf(products)
			}
			if done[column] || want == "" || want == now[column] || want == last[column] {
				continue
			}
			done[column] = true
			otherMailbox := column == ColumnIntakeVerified && !strings.EqualFold(g.told.Intake.Email, row.Facts[ColumnIntakeEmail])
			if otherMailbox || now[column] != "" && now[column] != last[column] {
				row.line.Kept = append(row.line.Kept, column)
				continue
			}
			g.touched = true
			row.line.change(column, now[column], want)
			setFact(g.told, column, want)
		}
		g.noteLost(row, now)
		row.line.tidy()
	}
}

// noteLost says that another mailbox has to be verified again.
func (g *importGroup) noteLost(row *importedRow, now map[string]string) {
	changes := func(column string) bool {
		return slices.ContainsFunc(row.line.Changes, func(c ImportChange) bool { return c.Column == column })
	}
	if changes(ColumnIntakeEmail) && now[ColumnIntakeVerified] != "" && !changes(ColumnIntakeVerified) {
		row.line.change(ColumnIntakeVerified, now[ColumnIntakeVerified], "")
	}
}

// active reports whether a contract of these rows runs after the import.
func (g *importGroup) active() bool {
	return slices.ContainsFunc(g.rows, func(row *importedRow) bool {
		if row.contract == nil {
			return row.Facts[ColumnEnded] == ""
		}
		ends := slices.ContainsFunc(row.line.Changes, func(c ImportChange) bool { return c.Column == ColumnEnded })
		return row.contract.Status == ContractActive && !ends
	})
}

// compareAdmin decides whether the administrator gets a link: only when that was
// asked for, and nobody of the organisation has an account.
func (g *importGroup) compareAdmin(db *gorm.DB, wrong *problems, invite bool) error {
	for _, row := range g.rows {
		if g.admin == "" {
			g.admin = row.Facts[ColumnAdmin]
		}
	}
	if !invite || g.admin == "" {
		return nil
	}
	if g.known {
		var people int64
		err := db.Model(&account.User{}).Where("provider_id = ? AND closed_at IS NULL", g.told.Provider.ID).Count(&people).Error
		if err != nil || people > 0 {
			return err
		}
	}
	user, err := account.ByEmail(db, g.admin)
	if err != nil && !fault.Is(err, fault.KindMissing) {
		return err
	}
	if err == nil {
		unclaimed, err := unconfirmed(db, "p.id = ?", user.ProviderID)
		if err != nil {
			return err
		}
		if len(unclaimed) == 0 {
			wrong.add(g.rows[0].Number, ColumnAdmin, "import.wrong.email-used", g.admin)
			return nil
		}
	}
	g.invites, g.rows[0].line.Invites = true, true
	return nil
}

// toldFacts writes what the portal knows as a row would say it.
func toldFacts(t *directory.Told) map[string]string {
	facts := map[string]string{
		ColumnOrganisation: t.Provider.Name, ColumnMission: t.Profile.Mission, ColumnOffer: t.Profile.Offer,
		ColumnAudience: t.Profile.Audience, ColumnWebsite: t.Profile.Website,
		ColumnIntakeName: t.Intake.Name, ColumnIntakeEmail: t.Intake.Email, ColumnIntakePhone: t.Intake.Phone, ColumnIntakeHours: t.Intake.Hours,
	}
	for column, list := range listsOf(t) {
		codes := map[string]bool{}
		for _, code := range *list {
			codes[code] = true
		}
		facts[column] = listOf(codes)
	}
	if t.Intake.Verified() {
		facts[ColumnIntakeVerified] = workday.On(*t.Intake.VerifiedAt).String()
	}
	return facts
}

func listsOf(t *directory.Told) map[string]*[]string {
	return map[string]*[]string{
		ColumnProducts: &t.Profile.Products, ColumnGroups: &t.Profile.TargetGroups, ColumnMunicipalities: &t.Profile.Municipalities,
	}
}

// setFact is the other way round. A verification counts from noon of its day, and
// for the mailbox of the same file only.
func setFact(t *directory.Told, column, fact string) {
	texts := map[string]*string{
		ColumnOrganisation: &t.Provider.Name, ColumnMission: &t.Profile.Mission, ColumnOffer: &t.Profile.Offer,
		ColumnAudience: &t.Profile.Audience, ColumnWebsite: &t.Profile.Website,
		ColumnIntakeName: &t.Intake.Name, ColumnIntakeEmail: &t.Intake.Email, ColumnIntakePhone: &t.Intake.Phone, ColumnIntakeHours: &t.Intake.Hours,
	}
	switch {
	case texts[column] != nil:
		if column == ColumnIntakeEmail && !strings.EqualFold(t.Intake.Email, fact) {
			t.Intake.VerifiedAt = nil
		}
		*texts[column] = fact
	case column == ColumnIntakeVerified:
		day, err := workday.Parse(fact)
		if err == nil {
			noon := day.Start().Add(12 * time.Hour).UTC()
			t.Intake.VerifiedAt = &noon
		}
	default:
		*listsOf(t)[column] = strings.Split(fact, listSign)
	}
}

func (l *ImportLine) change(column, from, to string) {
	l.Changes = append(l.Changes, ImportChange{column, from, to})
	if l.Kind == ImportSame {
		l.Kind = ImportChanged
	}
}

// tidy puts what a line says in the order of the columns.
func (l *ImportLine) tidy() {
	at := func(code string) int {
		return slices.IndexFunc(ImportColumns, func(c ImportColumn) bool { return c.Code == code })
	}
	slices.SortStableFunc(l.Changes, func(a, b ImportChange) int { return at(a.Column) - at(b.Column) })
	slices.SortStableFunc(l.Kept, func(a, b string) int { return at(a) - at(b) })
}
