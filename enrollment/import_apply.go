package enrollment

import (
	"context"
	"errors"
	"maps"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/reference"
	"providerportal/internal/traderegister"
	"providerportal/internal/words"
	"providerportal/internal/workday"
)

// importTimeout bounds one import; it is one transaction, so that nothing of it
// is there before all of it is.
const importTimeout = 2 * time.Minute

// importLock makes imports wait for each other: the second sees what the first
// did, and changes nothing when it is the same file.
const importLock = 0x1e11

// inImport runs fn in the one transaction of an import. It no longer ends with
// the request; a commit that is cut off can have succeeded.
func (s *Service) inImport(ctx context.Context, longest time.Duration, fn func(tx *gorm.DB) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longest)
	defer cancel()
	return s.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.Exec("SELECT pg_advisory_xact_lock(?)", importLock).Error; err != nil {
			return err
		}
		return fn(tx)
	})
}

// holdImported holds the contracts and profiles that the rows are about, before
// they are compared: a suspension or an ending at the same moment comes before or
// after the import. Contracts come before profiles, and all of them before
// anything is written, so that nobody waits for each other.
func holdImported(tx *gorm.DB, rows []ImportRow) error {
	keys := make([]string, len(rows))
	for i, row := range rows {
		keys[i] = row.Entry().Key()
	}
	about := tx.Model(&directory.Provider{}).Select("id").Where("register_key IN ?", keys)
	return errors.Join(
		locked(tx).Select("id").Where("provider_id IN (?)", about).Order("id").Find(&[]Contract{}).Error,
		locked(tx).Select("provider_id").Where("provider_id IN (?)", about).Order("provider_id").Find(&[]directory.Profile{}).Error,
	)
}

// carryOut does what the plan says, inside its transaction.
func (s *Service) carryOut(tx *gorm.DB, actor account.Actor, importID uuid.UUID, plan *ImportPlan) error {
	for _, group := range plan.groups {
		if err := s.importOrganisation(tx, actor, group); err != nil {
			return err
		}
		for _, row := range group.rows {
			if err := s.importContract(tx, actor, importID, group, row); err != nil {
				return err
			}
		}
		if group.touched || group.publishes {
			if err := s.Directory.TakeImported(tx, actor, *group.told, group.publishes); err != nil {
				return err
			}
		}
		if group.invites {
			if err := s.inviteAdmin(tx, actor, group); err != nil {
				return err
			}
		}
	}
	return audit.Record(tx, actor, "import.done", "import", importID.String())
}

func (s *Service) importOrganisation(tx *gorm.DB, actor account.Actor, group *importGroup) error {
	if group.known {
		return nil
	}
	email := ""
	if group.invites {
		email = group.admin
	}
	if err := makeRoom(tx, group.entry, email); err != nil {
		return err
	}
	provider, err := s.Directory.NewProvider(tx, group.entry, group.told.Provider.Name)
	if errors.Is(err, directory.ErrEntryTaken) {
		return fault.Conflict("import.changed-meanwhile")
	}
	if err != nil {
		return err
	}
	group.told.Provider = *provider
	return audit.Record(tx, actor, "provider.imported", "provider", provider.ID.String())
}

// importContract makes or changes the contract of one row, and remembers what the
// row said.
func (s *Service) importContract(tx *gorm.DB, actor account.Actor, importID uuid.UUID, group *importGroup, row *importedRow) error {
	provider, segment := group.told.Provider.ID, row.Facts[ColumnSegment]
	action := "contract.imported"
	switch {
	case row.contract == nil:
		made, err := s.newImported(tx, provider, segment, row)
		if err != nil {
			return err
		}
		row.contract = made
	case row.changesContract():
		if err := changeImported(tx, provider, segment, row); err != nil {
			return err
		}
		action = "contract.import-changed"
	default:
		action = ""
	}
	if action != "" {
		if err := audit.Record(tx, actor, action, "contract", row.contract.ID.String()); err != nil {
			return err
		}
	}
	facts := maps.Clone(row.Facts)
	delete(facts, ColumnAdmin) // of a person, and compared with nothing
	kept := importedContract{ProviderID: provider, SegmentCode: segment, ContractID: row.contract.ID, ImportID: importID, Facts: facts}
	return tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "provider_id"}, {Name: "segment_code"}},
		DoUpdates: clause.AssignmentColumns([]string{"contract_id", "import_id", "facts"}),
	}).Create(&kept).Error
}

// newImported makes a contract of origin "import": it was signed on paper before
// the portal, so it has no application, text or signatures here.
func (s *Service) newImported(tx *gorm.DB, provider uuid.UUID, segment string, row *importedRow) (*contractNow, error) {
	from, ended := rowDates(row)
	made := &contractNow{ID: uuid.New(), Reference: row.Facts[ColumnReference], Status: ContractActive, Origin: "import", ActiveFrom: from, EndedOn: ended}
	if made.Reference == "" {
		made.Reference = reference.New("RO")
	}
	if ended != nil {
		made.Status = ContractEnded
	}
	err := tx.Table("contracts").Create(map[string]any{
		"id": made.ID, "reference": made.Reference, "provider_id": provider, "segment_code": segment, "status": made.Status,
		"origin": made.Origin, "agreement_text": "", "agreement_sha256": "", "offered_at": s.Now().UTC(), "active_from": from, "ended_on": ended,
	}).Error
	if err != nil {
		return nil, err
	}
	return made, directory.AdmitImported(tx, provider, segment, *from, ended)
}

func (row *importedRow) changesContract() bool {
	for _, change := range row.line.Changes {
		if change.Column == ColumnFrom || change.Column == ColumnEnded {
			return true
		}
	}
	return false
}

func changeImported(tx *gorm.DB, provider uuid.UUID, segment string, row *importedRow) error {
	from, ended := rowDates(row)
	columns := map[string]any{"active_from": from}
	if ended != nil {
		columns["ended_on"], columns["status"], columns["suspended_on"] = ended, ContractEnded, nil
	}
	if err := tx.Table("contracts").Where("id = ?", row.contract.ID).Updates(columns).Error; err != nil {
		return err
	}
	if row.contract.Status == ContractSuspended && ended == nil {
		return nil // it stays out of the finder
	}
	return directory.AdmitImported(tx, provider, segment, *from, ended)
}

// rowDates gives the dates of a row; they were checked when it was read.
func rowDates(row *importedRow) (from, ended *workday.Date) {
	date := func(column string) *workday.Date {
		day, err := workday.Parse(row.Facts[column])
		if err != nil {
			return nil
		}
		return &day
	}
	return date(ColumnFrom), date(ColumnEnded)
}

// inviteAdmin makes the first account of the organisation and mails its link.
func (s *Service) inviteAdmin(tx *gorm.DB, actor account.Actor, group *importGroup) error {
	if err := makeRoom(tx, traderegister.Entry{}, group.admin); err != nil {
		return err
	}
	own := group.told.Provider
	user, err := s.Accounts.Create(tx, account.NewUser{
		Email: group.admin, Name: own.Name, Lang: words.Default, Roles: []account.Role{account.RoleProvider},
		ProviderID: own.ID, ProviderAdmin: true,
	})
	if errors.Is(err, account.ErrEmailTaken) {
		return fault.Conflict("import.changed-meanwhile")
	}
	if err != nil {
		return err
	}
	if _, err := s.Accounts.SendSetUp(tx, user, words.For(user.Lang).T("colleague.role.admin.at", "Organisation", own.Name)); err != nil {
		return err
	}
	return audit.Record(tx, actor, "account.invited", "user", user.ID.String())
}
