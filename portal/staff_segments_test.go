package portal

import (
	"net/http"
	"net/url"
	"testing"

	"providerportal/directory"
	"providerportal/internal/account"
)

var _ = sample("staff-segments", func(frame Frame) page {
	frame.Title = frame.T("segments.title")
	region := &directory.Region{
		Segments: []directory.Segment{{Code: "collectief", Number: 1, NameNL: "Begeleiding collectief", NameEN: "Group guidance"}, {Code: "individueel", Number: 2, NameNL: "Begeleiding individueel", NameEN: "Individual guidance", OpenHouse: true}},
		Products: []directory.Product{{Code: "individuele-toeleiding", SegmentCode: "individueel", NameNL: "Individuele arbeidsmatige toeleiding", NameEN: "Individual route to work"}},
	}
	return newSegmentsPage(frame, region, &segmentForm{}, account.Actor{Roles: []account.Role{account.RoleAdministrator}})
})

func jobCoaching() url.Values {
	return url.Values{
		"code": {"jobcoaching"}, "nameNL": {"Jobcoaching"}, "nameEN": {"Job coaching"}, "productCode": {"coaching-op-de-werkplek"},
		"productNL": {"Coaching op de werkplek"}, "productEN": {"Coaching at work"}, "plainNL": {"Hulp op uw werk"}, "plainEN": {"Help at your work"},
	}
}

// TestSegmentIsAdded pins that an administrator adds a segment with its products,
// and that it stands at once wherever segments are listed.
func TestSegmentIsAdded(t *testing.T) {
	s := newSite(t)
	provider, admin := s.contracted(t), s.staff(t, account.RoleAdministrator)
	form := "form[action='" + segmentsPath + "']"
	typed := jobCoaching()
	typed.Set("code", "Job 2")
	p := admin.submit(t, admin.get(t, segmentsPath), form, typed)
	wantStatus(t, p, http.StatusUnprocessableEntity)
	wantText(t, p, "#code-error", "kleine letters")
	if got := p.doc.Find("#plainEN").AttrOr("value", ""); got != "Help at your work" {
		t.Errorf("plainEN = %q, want what was typed", got)
	}
	p = admin.submit(t, p, form, url.Values{"code": {"jobcoaching"}})
	wantText(t, p, ".notice--good", "lijst")
	wantText(t, p, "tbody tr:last-child", "Jobcoaching")
	p = admin.submit(t, p, form, jobCoaching())
	wantStatus(t, p, http.StatusUnprocessableEntity)
	wantText(t, p, "#code-error", "bestaat al")

	more := jobCoaching()
	more.Set("segment", "jobcoaching")
	more.Set("productCode", "coaching-bij-start")
	more.Set("productNL", "Coaching bij de start")
	more.Set("plainNL", "Hulp als u begint")
	p = admin.submit(t, p, form, more)
	wantText(t, p, "tbody tr:last-child", "Coaching op de werkplek, Coaching bij de start")

	visitor := s.visitor()
	for path, text := range map[string]string{"/v1/segmenten": "Jobcoaching", "/v1/producten": "Coaching bij de start"} {
		wantText(t, visitor.get(t, path), "body", text)
	}
	wantText(t, provider.get(t, "/mijn/profiel/onderdelen/aanbod"), "main", "Coaching op de werkplek")
	wantText(t, visitor.get(t, "/aanbieders/dekking"), "main", "Hulp als u begint (Jobcoaching)")
	wantText(t, s.staff(t, account.RoleContractManager).get(t, "/beheer/lijsten/segmenten"), "tbody", "Jobcoaching")
	wantText(t, admin.get(t, "/beheer/logboek"), "main", "Segment toegevoegd")
}
