package portal

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"providerportal/internal/account"
	"providerportal/internal/workday"
	"providerportal/matching"
)

// lived fills the site with copies of one request, each with a fate of its own.
func (s *site) lived(t *testing.T, base *matching.Request, n int) []matching.Request {
	t.Helper()
	dice := rand.New(rand.NewPCG(7, 7))
	for i := range n {
		r := *base
		r.ID, r.Reference = uuid.New(), fmt.Sprintf("MV-T%05d", i)
		r.SentAt = s.now.AddDate(0, 0, -dice.IntN(120))
		r.DueOn = workday.On(r.SentAt).AddDays(7)
		r.MunicipalityCode = []string{"GM0984", "GM0983"}[dice.IntN(2)]
		told, ended := r.SentAt.Add(time.Duration(dice.IntN(72))*time.Hour), r.SentAt.AddDate(0, 0, 12)
		held := workday.On(r.SentAt).AddDays(dice.IntN(14))
		fits := true
		switch dice.IntN(6) {
		case 0:
			r.Status, r.FirstAnsweredAt, r.HeldOn, r.HeldRecordedAt = matching.StatusHeld, &told, &held, &ended
		case 1, 2:
			r.Status, r.FirstAnsweredAt, r.HeldOn, r.HeldRecordedAt, r.Fits, r.ClosedAt = matching.StatusConcluded, &told, &held, &ended, &fits, &ended
		case 3:
			r.Status, r.FirstAnsweredAt, r.ClosedAt, r.CloseReason = matching.StatusDeclined, &told, &ended, "no-capacity"
		case 4:
			r.Status, r.ClosedAt, r.CloseReason = matching.StatusWithdrawn, &ended, "resident-stopped"
		}
		must(t, s.db.Gorm.Create(&r).Error)
	}
	var rows []matching.Request
	must(t, s.db.Gorm.Order("reference").Find(&rows).Error)
	return rows
}

// counted are the seven numbers of a row, by hand.
func counted(rows []matching.Request, today string) []string {
	counts := make([]int, 7)
	for _, r := range rows {
		counts[0]++
		switch {
		case r.HeldOn != nil && r.HeldOn.String() <= r.DueOn.String():
			counts[1]++
		case r.HeldOn != nil:
			counts[2]++
		case r.Status == "declined":
			counts[5]++
		case r.Status == "withdrawn":
			counts[6]++
		case today > r.DueOn.String():
			counts[3]++
		default:
			counts[4]++
		}
	}
	texts := make([]string, len(counts))
	for i, count := range counts {
		texts[i] = fmt.Sprint(count)
	}
	return texts
}

// numbers are the cells with numbers in the row of the first table that has this
// name at its head.
func numbers(p *seen, name string) []string {
	var texts []string
	p.doc.Find("tr").FilterFunction(func(_ int, row *goquery.Selection) bool {
		return strings.TrimSpace(row.Find("th").Text()) == name
	}).First().Find("td.number").Each(func(_ int, cell *goquery.Selection) { texts = append(texts, strings.TrimSpace(cell.Text())) })
	return texts
}

// TestFiguresAreTheRows pins T10: the numbers on the page and in the export equal
// a count by hand over 300 requests, and every number opens a list that long.
func TestFiguresAreTheRows(t *testing.T) {
	site := newSite(t)
	provider := site.contracted(t)
	rows := site.lived(t, site.requested(t, provider.slug), 300)
	today := workday.On(site.now).String()
	manager := site.as(t, site.people(t).Manager)
	p := manager.get(t, "/beheer/termijnen")
	if got, want := numbers(p, "Alle verzoeken"), counted(rows, today); strings.Join(got[:7], " ") != strings.Join(want, " ") {
		t.Errorf("in total %v, by hand %v", got, want)
	}
	var venlo []matching.Request
	for _, r := range rows {
		if r.MunicipalityCode == "GM0983" {
			venlo = append(venlo, r)
		}
	}
	if got, want := numbers(p, "Venlo"), counted(venlo, today); strings.Join(got[:7], " ") != strings.Join(want, " ") {
		t.Errorf("Venlo %v, by hand %v", got, want)
	}
	filtered := manager.get(t, "/beheer/termijnen?gemeente=venlo")
	if got, want := numbers(filtered, "Alle verzoeken"), counted(venlo, today); strings.Join(got[:7], " ") != strings.Join(want, " ") {
		t.Errorf("filtered %v, by hand %v", got, want)
	}
	site.everyNumberOpensItsList(t, manager, p)
	site.everyNumberOpensItsList(t, provider, provider.get(t, "/mijn/cijfers"))
	site.exported(t, manager, rows, today)
	if p := manager.get(t, "/beheer/termijnen?van=2026-04-01&tot=2026-03-01"); p.status != http.StatusUnprocessableEntity || p.errorAt("tot") == "" {
		t.Errorf("a period that ends before it begins: %d", p.status)
	}
}

func (s *site) everyNumberOpensItsList(t *testing.T, b *browser, p *seen) {
	t.Helper()
	opened := 0
	p.doc.Find("td.number a").Each(func(i int, link *goquery.Selection) {
		address, want := link.AttrOr("href", ""), strings.TrimSpace(link.Text())
		if strings.ContainsAny(want, "%,") || strings.Contains(address, "gevoerd&") || strings.HasSuffix(address, "=gevoerd") || strings.Contains(address, "beantwoord") {
			return // a share or a median: its list is longer than the number
		}
		if i%3 != 0 { // a third of them says enough
			return
		}
		opened++
		list := b.get(t, address)
		if current := list.text(".tabs [aria-current]"); list.status != 200 || !strings.HasSuffix(current, " "+want) {
			t.Errorf("%s is %q in the table, and its list says %q", address, want, current)
		}
	})
	if opened < 5 {
		t.Errorf("only %d numbers on %s have a list", opened, p.location)
	}
}

func (s *site) exported(t *testing.T, manager *browser, rows []matching.Request, today string) {
	t.Helper()
	p := manager.get(t, "/beheer/termijnen/export")
	file, err := excelize.OpenReader(bytes.NewReader([]byte(p.body)))
	must(t, err)
	defer func() { _ = file.Close() }()
	figures, err := file.GetRows("Cijfers")
	must(t, err)
	if got, want := figures[1][2:9], counted(rows, today); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("export %v, by hand %v", got, want)
	}
	lines, err := file.GetRows("Verzoeken")
	must(t, err)
	known := map[string]bool{}
	for _, line := range lines[1:] {
		known[line[0]] = true
	}
	for _, r := range rows {
		if !known[r.Reference] {
			t.Errorf("%s is not in the export", r.Reference)
		}
	}
	if len(lines) != len(rows)+1 || strings.Contains(fmt.Sprint(lines), secretQuestion) || strings.Contains(fmt.Sprint(lines), "EIGEN-KENMERK") {
		t.Errorf("%d lines of %d requests, or the text is in them (T9)", len(lines)-1, len(rows))
	}
}

// TestTextOpensAfterAReason walks T9 as a contract manager.
func TestTextOpensAfterAReason(t *testing.T) {
	site := newSite(t)
	provider := site.contracted(t)
	request := site.requested(t, provider.slug)
	manager := site.as(t, site.people(t).Manager)
	path, form := "/beheer/termijnen/verzoeken/"+request.ID.String(), "form[action$='/openen']"
	closed := manager.get(t, path)
	if closed.status != 200 || strings.Contains(closed.body, secretQuestion) || strings.Contains(closed.body, "EIGEN-KENMERK") {
		t.Fatalf("closed: %d, or the text is there", closed.status)
	}
	p := manager.submit(t, closed, form, url.Values{"reason": {"complaint"}, "note": {"Gaat over 111222333"}})
	if p.status != 422 || p.errorAt("note") == "" || p.text("#note") != "Gaat over 111222333" || strings.Contains(p.body, secretQuestion) {
		t.Errorf("with a BSN: %d %q", p.status, p.errorAt("note"))
	}
	p = manager.submit(t, closed, form, url.Values{"reason": {"complaint"}, "note": {"De gemeente belde."}})
	if p.status != 200 || !strings.Contains(p.body, secretQuestion) {
		t.Errorf("opened: %d %q", p.status, p.text("main"))
	}
	if p := site.as(t, site.people(t).Reviewer).get(t, path); strings.Contains(p.body, secretQuestion) || p.doc.Find(form).Length() != 0 {
		t.Error("a reviewer reads it too, or may open it")
	}
	site.now = site.now.Add(matching.OpenFor)
	if p := manager.get(t, path); strings.Contains(p.body, secretQuestion) {
		t.Error("still open after a quarter of an hour")
	}
	if p := provider.get(t, "/mijn/verzoeken/"+request.ID.String()); !strings.Contains(p.text("main"), "Tekst gelezen door de MGR") || strings.Contains(p.body, "De gemeente belde.") {
		t.Errorf("the provider reads %q", p.text("main"))
	}
}

// TestListKeepsItsPlaceAndFinds pins the lists of both sides: tabs with numbers,
// search by reference, and the way back after an act.
func TestListKeepsItsPlaceAndFinds(t *testing.T) {
	site := newSite(t)
	provider := site.contracted(t)
	request := site.requested(t, provider.slug)
	site.lived(t, request, 60)
	list := provider.get(t, "/mijn/verzoeken?toon=open&zoek="+request.Reference)
	if rows := list.doc.Find("tbody tr").Length(); rows != 1 || !strings.Contains(list.text(".tabs [aria-current]"), "Open 1") {
		t.Fatalf("%d rows, tab %q", rows, list.text(".tabs [aria-current]"))
	}
	p := provider.get(t, list.doc.Find("tbody tr th a").AttrOr("href", ""))
	p = provider.submit(t, p, "form[action*='/ontvangst']", nil)
	back := p.doc.Find("nav a[href^='/mijn/verzoeken?']").AttrOr("href", "")
	if p.status != 200 || !strings.Contains(back, "toon=open") || !strings.Contains(back, "zoek="+request.Reference) {
		t.Errorf("status %d, the way back is %q", p.status, back)
	}
	if p := provider.get(t, "/mijn/verzoeken?zoek=EIGEN"); p.doc.Find("tbody tr").Length() != 0 || !strings.Contains(p.text(".empty"), "kenmerk") {
		t.Error("a provider finds by the reference of the municipality")
	}
	consultant := site.consultant(t, "GM0984")
	if p := consultant.get(t, "/consulent?zoek=eigen-ken"); p.doc.Find("tbody tr").Length() == 0 {
		t.Error("a consultant does not find its own reference")
	}
	if p := consultant.get(t, "/consulent/cijfers?aanbieder="+provider.slug); p.status != 200 || numbers(p, "Alle verzoeken")[0] == "0" {
		t.Errorf("figures of the municipality: %d", p.status)
	}
}

// TestSignals pins what staff see without anybody complaining.
func TestSignals(t *testing.T) {
	site := newSite(t)
	busy, quiet := site.contracted(t), site.contracted(t)
	site.requested(t, busy.slug)
	site.requested(t, busy.slug)
	site.now = site.now.AddDate(0, 0, 30)
	must(t, site.db.Gorm.Exec("UPDATE intake_points SET unreachable_at = ? WHERE provider_id = ?", site.now, busy.actor.ProviderID).Error)
	p := site.staff(t, account.RoleReviewer).get(t, "/beheer/signalen")
	name := func(b *browser) string {
		found, err := site.Domain.Directory.Provider(t.Context(), b.actor.ProviderID)
		must(t, err)
		return found.Name
	}
	for id, want := range map[string]string{"te-laat": name(busy), "aanmeldpunt": name(busy), "nooit-gevraagd": name(quiet)} {
		rows := p.doc.Find("#" + id + " tbody tr")
		if rows.Length() != 1 || !strings.Contains(rows.Text(), want) {
			t.Errorf("%s: %d rows, %q", id, rows.Length(), rows.Text())
		}
	}
	if p.doc.Find("#dekking").Length() != 1 {
		t.Error("no word about cover")
	}
}
