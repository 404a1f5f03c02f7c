package enrollment

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/fault"
	"providerportal/internal/words"
	"providerportal/internal/workday"
)

// AgreementMax is the longest text of a framework agreement, in characters.
const AgreementMax = 50_000

// AgreementTemplate is one version of the framework agreement's text (E10): a
// draft until InForceAt, fixed from then on. A contract keeps the text that it was
// offered with, whatever comes later.
type AgreementTemplate struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	Version   int
	Body      string
	Example   bool // not yet confirmed by the MGR
	Revision  int  // of the draft, against two editors at once
	CreatedBy *uuid.UUID
	CreatedAt time.Time
	UpdatedBy *uuid.UUID
	UpdatedAt time.Time `gorm:"autoUpdateTime:false"`
	InForceAt *time.Time
	InForceBy *uuid.UUID
}

// MergeField is a place in the text that the portal fills in: {kvk} and so on.
type MergeField string

// The merge fields, in the order in which staff see them explained.
const (
	FieldReference   MergeField = "kenmerk"
	FieldProvider    MergeField = "aanbieder"
	FieldKvK         MergeField = "kvk"
	FieldSegment     MergeField = "segment"
	FieldApplication MergeField = "aanmelding"
	FieldAdmittedOn  MergeField = "toegelaten"
	FieldVersion     MergeField = "eisen"
)

// MergeFields are all of them.
var MergeFields = []MergeField{
	FieldReference, FieldProvider, FieldKvK, FieldSegment, FieldApplication, FieldAdmittedOn, FieldVersion,
}

var mergePattern = regexp.MustCompile(`\{[^{}]*\}`)

// fillAgreement puts the values in their places; what is no field stays as it is.
func fillAgreement(body string, values map[MergeField]string) string {
	return mergePattern.ReplaceAllStringFunc(body, func(found string) string {
		if value, known := values[MergeField(strings.Trim(found, "{}"))]; known {
			return value
		}
		return found
	})
}

// ExampleValues fill in the preview of a draft.
func ExampleValues(today workday.Date) map[MergeField]string {
	return map[MergeField]string{
		FieldReference: "RO-VOOR-BEELD", FieldProvider: "Voorbeeld Begeleiding B.V.", FieldKvK: "12345678",
		FieldSegment: "Begeleiding individueel", FieldApplication: "AM-VOOR-BEELD",
		FieldAdmittedOn: words.For(words.Default).Date(today), FieldVersion: "1",
	}
}

// PreviewAgreement fills a draft in with an example.
func PreviewAgreement(body string, today workday.Date) string {
	return fillAgreement(body, ExampleValues(today))
}

// agreementProblems names what is wrong with a text: an unknown field would leave
// a hole in somebody's contract.
func agreementProblems(body string) fault.Check {
	var wrong fault.Check
	wrong.Unless(body != "", "body", "error.required")
	wrong.Unless(len([]rune(body)) <= AgreementMax, "body", "error.max", "Max", AgreementMax)
	for _, found := range mergePattern.FindAllString(body, -1) {
		if !slices.Contains(MergeFields, MergeField(strings.Trim(found, "{}"))) {
			wrong.Add("body", "template.unknown-field", "Field", found)
			return wrong
		}
	}
	wrong.Unless(!strings.ContainsAny(mergePattern.ReplaceAllString(body, ""), "{}"), "body", "template.brace")
	return wrong
}

// templateInForce gives the newest version that is in force.
func templateInForce(tx *gorm.DB) (*AgreementTemplate, error) {
	var template AgreementTemplate
	err := tx.Where("in_force_at IS NOT NULL").Order("version DESC").Take(&template).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, errors.New("enrollment: no agreement text is in force")
	}
	return &template, err
}
