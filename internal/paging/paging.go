// Package paging cuts long lists into pages of 50.
package paging

import "gorm.io/gorm"

// Size is how many lines a page has.
const Size = 50

// Page is one page of a list; Number counts from 1.
type Page[T any] struct {
	Lines  []T
	Number int
	Pages  int
	Total  int // lines on all pages
}

// Find gives the asked page of a query, or the nearest one that exists. The query
// has its order.
func Find[T any](query *gorm.DB, asked int) (Page[T], error) {
	var total int64
	if err := query.Session(&gorm.Session{}).Select("*").Count(&total).Error; err != nil {
		return Page[T]{}, err
	}
	page := At[T](int(total), asked)
	err := query.Session(&gorm.Session{}).Offset((page.Number - 1) * Size).Limit(Size).Find(&page.Lines).Error
	return page, err
}

// At gives the asked page of a list with total lines, still without lines.
func At[T any](total, asked int) Page[T] {
	pages := max(1, (total+Size-1)/Size)
	return Page[T]{Number: min(max(1, asked), pages), Pages: pages, Total: total}
}

// Map gives the page with other lines.
func Map[T, U any](page Page[T], lines []U) Page[U] {
	return Page[U]{Lines: lines, Number: page.Number, Pages: page.Pages, Total: page.Total}
}
