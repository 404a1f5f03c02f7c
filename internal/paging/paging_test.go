package paging_test

import (
	"testing"

	"providerportal/internal/dbtest"
	"providerportal/internal/paging"
)

// TestFind pins the edges of pages, and that a page that does not exist gives
// the nearest one.
func TestFind(t *testing.T) {
	type line struct{ N int }
	db := dbtest.Tx(t)
	for _, row := range []struct{ total, asked, number, pages, first, count int }{
		{0, 1, 1, 1, 0, 0}, {50, 1, 1, 1, 1, 50}, {51, 1, 1, 2, 1, 50}, {51, 2, 2, 2, 51, 1},
		{101, -7, 1, 3, 1, 50}, {101, 9, 3, 3, 101, 1},
	} {
		page, err := paging.Find[line](db.Table("generate_series(1, ?) AS x(n)", row.total).Order("n"), row.asked)
		if err != nil {
			t.Fatal(err)
		}
		first := 0
		if len(page.Lines) > 0 {
			first = page.Lines[0].N
		}
		if page.Number != row.number || page.Pages != row.pages || page.Total != row.total || first != row.first || len(page.Lines) != row.count {
			t.Errorf("%+v: page %d of %d, %d lines in all, first %d of %d", row, page.Number, page.Pages, page.Total, first, len(page.Lines))
		}
	}
}
