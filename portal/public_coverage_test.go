package portal

import (
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"providerportal/internal/account"
)

// TestCoverageAgreesWithTheFinder pins D9 and H KPI 4: map and table show the same
// numbers, each cell leads to as many providers as it says, gaps are marked in
// words, and staff see how many there are.
func TestCoverageAgreesWithTheFinder(t *testing.T) {
	s := newSite(t)
	s.crowd(t, 9)
	for i, where := range []string{"{GM0984}", "{GM0983,GM0984}", "{GM1507}"} {
		must(t, s.db.Gorm.Exec("UPDATE finder_entries SET municipalities = ?::text[] WHERE slug = ?", where, fmt.Sprintf("werk-%d", i+1)).Error)
	}
	p := s.visitor().get(t, "/aanbieders/dekking")
	if p.status != 200 {
		t.Fatalf("status %d", p.status)
	}
	tables := p.doc.Find("table")
	towns := map[string]string{}
	tables.First().Find("tbody tr").Each(func(_ int, row *goquery.Selection) {
		towns[row.Find("th").Text()] = row.Find("td").First().Find("a").Text()
	})
	areas := p.doc.Find("svg.map a")
	if areas.Length() != 7 || len(towns) != 7 {
		t.Fatalf("%d municipalities on the map and %d in the table, want 7", areas.Length(), len(towns))
	}
	areas.Each(func(_ int, area *goquery.Selection) {
		name, number, _ := strings.Cut(area.AttrOr("aria-label", ""), ": ")
		if strings.Fields(number)[0] != towns[name] {
			t.Errorf("%s: the map says %q, the table %q", name, number, towns[name])
		}
		hatched := area.Find("path").First().AttrOr("fill", "") != ""
		if hatched != (towns[name] == "0") {
			t.Errorf("%s with %s providers is hatched: %v", name, towns[name], hatched)
		}
	})
	gaps := 0
	tables.Slice(1, tables.Length()).Find("td").Each(func(i int, cell *goquery.Selection) {
		link := cell.Find("a")
		if link.Text() == "0" {
			if gaps++; !strings.Contains(cell.Text(), "Geen") {
				t.Error("a gap is not marked in words")
			}
		}
		if i%5 == 0 || link.Text() != "0" {
			list := s.visitor().get(t, link.AttrOr("href", ""))
			if want := strings.Fields(list.text("#gevonden"))[0]; want != link.Text() {
				t.Errorf("%s says %s, the finder %s", link.AttrOr("href", ""), link.Text(), want)
			}
		}
	})
	desk := s.staff(t, account.RoleReviewer).get(t, "/beheer")
	stat := desk.doc.Find(".stat:has(a[href='/aanbieders/dekking#gaten']) .stat__number").Text()
	if stat != strconv.Itoa(gaps) || !strings.Contains(p.text("#gaten + p"), fmt.Sprintf("Er zijn %d gaten.", gaps)) {
		t.Errorf("%d gaps in the tables, %s on the desk, the page says %q", gaps, stat, p.text("#gaten + p"))
	}
}

func TestCoverageCanBeNarrowed(t *testing.T) {
	s := newSite(t)
	s.crowd(t, 3)
	whole := s.visitor().get(t, "/aanbieders/dekking")
	none := s.visitor().get(t, "/aanbieders/dekking?product=collectieve-toeleiding&doelgroep=wmo")
	if got := none.doc.Find("svg.map path[fill]").Length(); got != 7 {
		t.Errorf("%d municipalities without anybody, want 7", got)
	}
	if got := none.doc.Find("select[name=product] option[selected]").AttrOr("value", ""); got != "collectieve-toeleiding" {
		t.Errorf("the form shows %q", got)
	}
	strange := s.visitor().get(t, "/aanbieders/dekking?product=%00&doelgroep=x%27--")
	if strange.status != 200 || strange.text("table") != whole.text("table") {
		t.Errorf("what does not exist narrows: %d", strange.status)
	}
}

// TestCoverageCSV pins that the download holds every combination with the same
// numbers.
func TestCoverageCSV(t *testing.T) {
	s := newSite(t)
	s.crowd(t, 3)
	file := s.visitor().get(t, "/aanbieders/dekking.csv")
	rows, err := csv.NewReader(strings.NewReader(file.body)).ReadAll()
	must(t, err)
	snapshot, err := s.Domain.Directory.Snapshot(t.Context())
	must(t, err)
	cells := snapshot.Coverage().Cells
	if len(rows) != len(cells)+1 || !strings.HasPrefix(file.header.Get("Content-Type"), "text/csv") {
		t.Fatalf("%d rows of %q, want %d", len(rows), file.header.Get("Content-Type"), len(cells)+1)
	}
	for i, cell := range cells {
		want := fmt.Sprint(cell.Municipality.Code, cell.Product.Code, cell.TargetGroup.Code, cell.Providers, cell.Open)
		if row := rows[i+1]; row[0]+row[3]+row[4]+row[6]+" "+row[7] != want {
			t.Errorf("row %q, want %q", row, want)
		}
	}
}
