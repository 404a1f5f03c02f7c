package directory

import (
	"context"
	"errors"
	"regexp"

	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// NewSegment is a part of what the region contracts, with its first product.
type NewSegment struct {
	Code           string
	NameNL, NameEN string
	Product        NewProduct
}

// NewProduct is something that providers of a segment may offer. The plain names
// are in residents' words.
type NewProduct struct {
	Code             string
	NameNL, NameEN   string
	PlainNL, PlainEN string
}

// listCode is how segments and products are called in addresses and spreadsheets.
var listCode = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

const listCodeMax = 40

// AddSegment adds a segment, with the next number and its first product. It has no
// open house: its providers come in by tender, and their contracts by import.
func (s *Service) AddSegment(ctx context.Context, actor account.Actor, given NewSegment) error {
	var wrong fault.Check
	checkListCode(&wrong, "code", given.Code)
	checkNames(&wrong, []listName{{"nameNL", given.NameNL}, {"nameEN", given.NameEN}})
	given.Product.check(&wrong)
	return s.keepSegments(ctx, actor, wrong, func(tx *gorm.DB) error {
		var last int
		if err := tx.Model(&Segment{}).Select("coalesce(max(number), 0)").Scan(&last).Error; err != nil {
			return err
		}
		segment := Segment{Code: given.Code, Number: last + 1, NameNL: given.NameNL, NameEN: given.NameEN}
		if err := createOnce(tx, &segment, "code"); err != nil {
			return err
		}
		if err := addProduct(tx, actor, segment.Code, given.Product); err != nil {
			return err
		}
		return audit.Record(tx, actor, "segment.added", "segment", segment.Code)
	})
}

// AddProduct adds a product to a segment; fault.Missing when there is no such
// segment.
func (s *Service) AddProduct(ctx context.Context, actor account.Actor, segment string, given NewProduct) error {
	var wrong fault.Check
	given.check(&wrong)
	return s.keepSegments(ctx, actor, wrong, func(tx *gorm.DB) error {
		var known int64
		if err := tx.Model(&Segment{}).Where("code = ?", segment).Count(&known).Error; err != nil {
			return err
		}
		if known == 0 {
			return fault.Missing()
		}
		return addProduct(tx, actor, segment, given)
	})
}

func (s *Service) keepSegments(ctx context.Context, actor account.Actor, wrong fault.Check, work func(*gorm.DB) error) error {
	if !actor.Has(account.RoleAdministrator) {
		return fault.Forbidden()
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, work)
}

func addProduct(tx *gorm.DB, actor account.Actor, segment string, given NewProduct) error {
	var last int
	if err := tx.Model(&Product{}).Select("coalesce(max(position), 0)").Scan(&last).Error; err != nil {
		return err
	}
	err := createOnce(tx, &Product{
		Code: given.Code, SegmentCode: segment, Position: last + 1, NameNL: given.NameNL, NameEN: given.NameEN,
		PlainNL: given.PlainNL, PlainEN: given.PlainEN,
	}, "productCode")
	if err != nil {
		return err
	}
	return audit.Record(tx, actor, "product.added", "product", given.Code)
}

// createOnce refuses a code, at this field, that exists already.
func createOnce(tx *gorm.DB, row any, field string) error {
	err := tx.Create(row).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return fault.Invalid(fault.At(field, "segments.known"))
	}
	return err
}

func (p NewProduct) check(wrong *fault.Check) {
	checkListCode(wrong, "productCode", p.Code)
	checkNames(wrong, []listName{
		{"productNL", p.NameNL}, {"productEN", p.NameEN}, {"plainNL", p.PlainNL}, {"plainEN", p.PlainEN},
	})
}

func checkListCode(wrong *fault.Check, field, code string) {
	wrong.Unless(listCode.MatchString(code) && len(code) <= listCodeMax, field, "segments.code-wrong")
}

type listName struct{ field, value string }

func checkNames(wrong *fault.Check, names []listName) {
	for _, name := range names {
		wrong.Unless(name.value != "", name.field, "error.required")
		CheckLine(wrong, name.field, name.value)
	}
}
