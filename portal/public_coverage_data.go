package portal

import (
	"cmp"
	"encoding/csv"
	"strconv"

	"github.com/gofiber/fiber/v3"

	"providerportal/internal/sheet"
)

// coverageCSV gives every combination as CSV (RFC 4180, UTF-8).
func (s *Server) coverageCSV(v *visit) error {
	snapshot, err := s.Directory.Snapshot(v.ctx)
	if err != nil {
		return err
	}
	v.Set(fiber.HeaderContentType, "text/csv; charset=utf-8; header=present")
	v.Set(fiber.HeaderContentDisposition, `attachment; filename="dekking.csv"`)
	out := csv.NewWriter(v.Response().BodyWriter())
	out.UseCRLF = true
	err = out.Write([]string{"municipality_code", "municipality", "segment", "product", "target_group", "target_group_name", "providers", "taking_new_people"})
	for _, cell := range snapshot.Coverage().Cells {
		err = cmp.Or(err, out.Write([]string{
			cell.Municipality.Code, cell.Municipality.Name, cell.Product.SegmentCode, cell.Product.Code,
			cell.TargetGroup.Code, sheet.Text(cell.TargetGroup.Name(v.lang)), strconv.Itoa(cell.Providers), strconv.Itoa(cell.Open),
		}))
	}
	out.Flush()
	return cmp.Or(err, out.Error())
}
