package directory

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// Synonym is a group of words or phrases that mean the same to who searches (D6).
type Synonym struct {
	ID      uuid.UUID `gorm:"primaryKey"`
	Phrases Codes
}

// TableName is where the synonyms stand.
func (Synonym) TableName() string { return "finder_synonyms" }

// The most phrases in a group, and characters in a phrase.
const (
	PhrasesMax = 12
	PhraseMax  = 80
)

// Synonyms gives the groups, by their first phrase. For staff.
func (s *Service) Synonyms(ctx context.Context, actor account.Actor) ([]Synonym, error) {
	if !actor.Staff() {
		return nil, fault.Forbidden()
	}
	return synonymsOf(s.DB.WithContext(ctx))
}

// Synonym gives one group. For staff.
func (s *Service) Synonym(ctx context.Context, actor account.Actor, id uuid.UUID) (*Synonym, error) {
	if !actor.Staff() {
		return nil, fault.Forbidden()
	}
	return taken[Synonym](s.DB.WithContext(ctx).Where("id = ?", id))
}

func synonymsOf(db *gorm.DB) ([]Synonym, error) {
	var list []Synonym
	return list, db.Order("phrases, id").Find(&list).Error
}

// AddSynonym adds a group of phrases.
func (s *Service) AddSynonym(ctx context.Context, actor account.Actor, phrases []string) error {
	return s.writeSynonym(ctx, actor, phrases, func(tx *gorm.DB, list Codes) error {
		group := Synonym{ID: uuid.New(), Phrases: list}
		if err := tx.Create(&group).Error; err != nil {
			return err
		}
		return audit.Record(tx, actor, "synonym.added", "synonym", group.ID.String())
	})
}

// ChangeSynonym replaces the phrases of a group.
func (s *Service) ChangeSynonym(ctx context.Context, actor account.Actor, id uuid.UUID, phrases []string) error {
	return s.writeSynonym(ctx, actor, phrases, func(tx *gorm.DB, list Codes) error {
		if err := touched(tx.Model(&Synonym{}).Where("id = ?", id).Update("phrases", list)); err != nil {
			return err
		}
		return audit.Record(tx, actor, "synonym.changed", "synonym", id.String())
	})
}

// RemoveSynonym takes a group away.
func (s *Service) RemoveSynonym(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	if !actor.Staff() {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		if err := touched(tx.Where("id = ?", id).Delete(&Synonym{})); err != nil {
			return err
		}
		return audit.Record(tx, actor, "synonym.removed", "synonym", id.String())
	})
}

func (s *Service) writeSynonym(ctx context.Context, actor account.Actor, phrases []string, write func(*gorm.DB, Codes) error) error {
	if !actor.Staff() {
		return fault.Forbidden()
	}
	list, err := checkPhrases(phrases)
	if err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error { return write(tx, list) })
}

// checkPhrases leaves out what is empty or double and names what is wrong.
func checkPhrases(phrases []string) (Codes, error) {
	var list Codes
	for _, phrase := range phrases {
		phrase = strings.Join(strings.Fields(phrase), " ")
		if phrase != "" && !slices.ContainsFunc(list, func(known string) bool { return strings.EqualFold(known, phrase) }) {
			list = append(list, phrase)
		}
	}
	var wrong fault.Check
	wrong.Unless(len(list) >= 2, "phrases", "synonyms.too-few")
	wrong.Unless(len(list) <= PhrasesMax, "phrases", "synonyms.too-many", "Max", PhrasesMax)
	for _, phrase := range list {
		wrong.Unless(len([]rune(phrase)) <= PhraseMax, "phrases", "synonyms.too-long", "Max", PhraseMax)
	}
	return list, wrong.Err()
}

// touched turns a write that met no row into fault.Missing.
func touched(write *gorm.DB) error {
	if write.Error == nil && write.RowsAffected == 0 {
		return fault.Missing()
	}
	return write.Error
}
