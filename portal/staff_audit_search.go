package portal

import (
	"net/url"
	"time"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// auditKinds are the first parts of the actions, and auditObjects what they are
// about; the texts are "audit.kind.<kind>" and "audit.object.<object>".
var (
	auditKinds = []string{
		"access", "account", "agreement", "application", "audit", "colleague", "contract", "document", "evidence", "factor", "figures", "intake",
		"join", "passkey", "person", "profile", "procedure", "provider", "question", "request", "requirement-set", "session",
	}
	auditObjects = []string{"user", "provider", "application", "contract", "agreement", "document", "request", "join", "procedure", "requirement-set", "question", "figures", "audit"}
	auditResults = []string{string(audit.ResultOK), string(audit.ResultRefused)}
)

// auditForm is what the list is narrowed by, as it stands in the address.
type auditForm struct {
	Person string `form:"persoon"`
	Kind   string `form:"soort"`
	Object string `form:"onderwerp"`
	ID     string `form:"nummer"`
	From   string `form:"van"       validate:"omitempty,date"`
	Until  string `form:"tot"       validate:"omitempty,date"`
	Result string `form:"resultaat"`
}

func (v *visit) auditForm() auditForm {
	return auditForm{
		Person: v.query("persoon"), Kind: chosen(v.query("soort"), append([]string{""}, auditKinds...)),
		Object: chosen(v.query("onderwerp"), append([]string{""}, auditObjects...)), ID: v.query("nummer"),
		From: v.query("van"), Until: v.query("tot"), Result: chosen(v.query("resultaat"), append([]string{""}, auditResults...)),
	}
}

// query turns the form into a question; both days count in full.
func (f *auditForm) query() (account.TrailQuery, error) {
	if err := validate(f); err != nil {
		return account.TrailQuery{}, err
	}
	q := account.TrailQuery{Person: f.Person, Query: audit.Query{
		Object: f.Object, ObjectID: f.ID, Result: audit.Result(f.Result),
	}}
	if f.Kind != "" {
		q.Action = f.Kind + "."
	}
	if from, err := workday.Parse(f.From); err == nil {
		q.From = from.AddDays(-1).End().Add(time.Nanosecond)
	}
	if until, err := workday.Parse(f.Until); err == nil {
		q.Until = until.End().Add(time.Nanosecond)
	}
	if !q.From.IsZero() && !q.Until.IsZero() && !q.From.Before(q.Until) {
		return q, fault.Invalid(fault.At("tot", "audit.until-before-from"))
	}
	return q, nil
}

// address writes the form as a query for links.
func (f *auditForm) address(path string) string {
	query := url.Values{}
	for name, values := range valuesOf(f) {
		if values[0] != "" {
			query.Set(name, values[0])
		}
	}
	return (&url.URL{Path: path, RawQuery: query.Encode()}).String()
}

// Search is a field to narrow the list by. All of them may stay empty, so none is
// marked as optional.
func (p *AuditPage) Search(name, kind string) Field {
	field := p.Field(name).As(kind)
	field.Needed = false
	return field
}

// Kinds, Objects and Results are the choices of the search; none means all.
func (p *AuditPage) Kinds() Field { return p.choices("soort", "audit.kind.", auditKinds) }

// Objects are what an entry may be about.
func (p *AuditPage) Objects() Field { return p.choices("onderwerp", "audit.object.", auditObjects) }

// Results are what may have come of it.
func (p *AuditPage) Results() Field { return p.choices("resultaat", "audit.result.", auditResults) }

func (p *AuditPage) choices(name, prefix string, values []string) Field {
	choices := make([]Choice, len(values))
	for i, value := range values {
		choices[i] = Choice{Value: value, Text: p.T(prefix + value)}
	}
	field := p.Field(name).Options(choices)
	field.Needed = false
	field.EmptyChoice = p.T("audit.all")
	return field
}
