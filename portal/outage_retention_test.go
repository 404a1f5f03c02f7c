package portal

import (
	"testing"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/workday"
)

// TestDestructionWithoutTheStore pins that documents which must go wait for an object
// store that is away: the declaration says nothing before the last byte is gone, and
// the next sweep finishes it.
func TestDestructionWithoutTheStore(t *testing.T) {
	r := newWalked(t)
	r.people(t)
	b := r.filledIn(t)
	id := b.dossier(t).Application.ID
	page := b.get(t, "/mijn/aanmelding/intrekken")
	fields := filled(page.doc.Find("main form"))
	fields.Set("code", page.doc.Find("main form input[name='code']").First().AttrOr("value", ""))
	wantStatus(t, b.submit(t, page, "main form", fields), 200)
	if len(r.objects(t)) == 0 {
		t.Fatal("there is nothing to destroy")
	}
	r.now = workday.On(r.now).AddMonths(13).Start()
	must(t, r.Domain.Retention.Run(t.Context()))
	admin := r.staff(t, account.RoleAdministrator)
	page = admin.submit(t, admin.get(t, classPath("application-withdrawn")), "form[action$='/goedkeuren']", nil)
	wantText(t, page, "main", "Goedgekeurd")

	r.store.Stop()
	for range 2 {
		if err := r.Domain.Sweep(t.Context()); err == nil {
			t.Error("a sweep without the store reports nothing")
		}
	}
	if n := r.declarations(t, id); n != 0 {
		t.Errorf("%d declarations while the documents are still there", n)
	}
	r.store.Restart()
	if len(r.objects(t)) == 0 {
		t.Error("the documents went without the store")
	}
	r.settle(t)
	if left, n := len(r.objects(t)), r.declarations(t, id); left != 0 || n != 1 {
		t.Errorf("%d objects left, %d declarations", left, n)
	}
}

// declarations counts them, and fails when the application is still known after one.
func (r *walked) declarations(t *testing.T, application uuid.UUID) (count int64) {
	t.Helper()
	must(t, r.db.Gorm.Table("destruction_declarations").Count(&count).Error)
	var left int64
	must(t, r.db.Gorm.Table("applications").Where("id = ?", application).Count(&left).Error)
	if count > 0 && left > 0 {
		t.Error("the application is declared destroyed and still there")
	}
	return count
}
