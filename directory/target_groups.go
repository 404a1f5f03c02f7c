package directory

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// KeptGroup is a target group with how many profiles name it.
type KeptGroup struct {
	TargetGroup
	Profiles int
}

// TargetGroups gives the list that staff keep, retired ones included.
func (s *Service) TargetGroups(ctx context.Context, actor account.Actor) ([]KeptGroup, error) {
	if !actor.Staff() {
		return nil, fault.Forbidden()
	}
	var groups []KeptGroup
	err := s.DB.WithContext(ctx).Model(&TargetGroup{}).
		Select("target_groups.*, (SELECT count(*) FROM profile_target_groups WHERE target_group_code = code) AS profiles").
		Order("retired_at IS NOT NULL, position").Find(&groups).Error
	return groups, err
}

// AddTargetGroup adds a group at the end of the list.
func (s *Service) AddTargetGroup(ctx context.Context, actor account.Actor, nameNL, nameEN string) error {
	return s.keepGroups(ctx, actor, func(tx *gorm.DB) error {
		code := strings.Trim(slugOf(nameNL)[:min(60, len(slugOf(nameNL)))], "-")
		if err := checkGroup(tx, code, nameNL, nameEN); err != nil {
			return err
		}
		var last int
		if err := tx.Model(&TargetGroup{}).Select("coalesce(max(position), 0)").Scan(&last).Error; err != nil {
			return err
		}
		err := tx.Create(&TargetGroup{Code: code, Position: last + 1, NameNL: nameNL, NameEN: nameEN}).Error
		if errors.Is(err, gorm.ErrDuplicatedKey) {
			return fault.Invalid(fault.At("nameNL", "target-groups.known"))
		}
		if err != nil {
			return err
		}
		return audit.Record(tx, actor, "target-group.added", "target-group", code)
	})
}

// RenameTargetGroup changes what a group is called; profiles and links keep it.
func (s *Service) RenameTargetGroup(ctx context.Context, actor account.Actor, code, nameNL, nameEN string) error {
	return s.keepGroups(ctx, actor, func(tx *gorm.DB) error {
		if err := checkGroup(tx, code, nameNL, nameEN); err != nil {
			return err
		}
		if err := changeGroup(tx, code, map[string]any{"name_nl": nameNL, "name_en": nameEN}); err != nil {
			return err
		}
		return audit.Record(tx, actor, "target-group.renamed", "target-group", code)
	})
}

// RetireTargetGroup takes a group off the list. Profiles that name it keep it;
// nobody can choose it anew.
func (s *Service) RetireTargetGroup(ctx context.Context, actor account.Actor, code string) error {
	return s.keepGroups(ctx, actor, func(tx *gorm.DB) error {
		if err := changeGroup(tx, code, map[string]any{"retired_at": s.Now().UTC()}); err != nil {
			return err
		}
		return audit.Record(tx, actor, "target-group.retired", "target-group", code)
	})
}

// RestoreTargetGroup puts a group back on the list.
func (s *Service) RestoreTargetGroup(ctx context.Context, actor account.Actor, code string) error {
	return s.keepGroups(ctx, actor, func(tx *gorm.DB) error {
		if err := changeGroup(tx, code, map[string]any{"retired_at": nil}); err != nil {
			return err
		}
		return audit.Record(tx, actor, "target-group.restored", "target-group", code)
	})
}

func (s *Service) keepGroups(ctx context.Context, actor account.Actor, work func(*gorm.DB) error) error {
	if !actor.Has(account.RoleContractManager, account.RoleAdministrator) {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, work)
}

// checkGroup refuses empty, long and double names.
func checkGroup(tx *gorm.DB, code, nameNL, nameEN string) error {
	var wrong fault.Check
	wrong.Unless(nameNL != "", "nameNL", "error.required")
	wrong.Unless(nameEN != "", "nameEN", "error.required")
	CheckName(&wrong, "nameNL", nameNL)
	CheckName(&wrong, "nameEN", nameEN)
	var known int64
	err := tx.Model(&TargetGroup{}).Where("code <> ? AND (lower(name_nl) = lower(?) OR lower(name_en) = lower(?))", code, nameNL, nameEN).
		Count(&known).Error
	if err != nil {
		return err
	}
	wrong.Unless(known == 0, "nameNL", "target-groups.known")
	return wrong.Err()
}

// changeGroup changes one group and the finder rows of the profiles that name it.
func changeGroup(tx *gorm.DB, code string, facts map[string]any) error {
	done := tx.Model(&TargetGroup{}).Where("code = ?", code).Updates(facts)
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected == 0 {
		return fault.Missing()
	}
	var ids []uuid.UUID
	if err := tx.Table("profile_target_groups").Where("target_group_code = ?", code).Pluck("provider_id", &ids).Error; err != nil {
		return err
	}
	return Reindex(tx, ids...)
}
