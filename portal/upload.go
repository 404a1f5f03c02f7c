package portal

import (
	"io"
	"mime"
	"mime/multipart"
	"net/url"

	"github.com/gofiber/fiber/v3"

	"providerportal/internal/fault"
)

// Limits on the fields of an upload besides its file.
const (
	uploadFieldMax  = 64 << 10
	uploadFieldsMax = 50
)

// readUpload walks a multipart body without keeping it: first the fields, then
// at most one file, which onFile reads as it comes in, together with the fields
// that stand before it. The form token must stand
// before the file. What onFile refuses is read to its end and thrown away, so
// that the visitor gets an answer instead of a broken connection; so is a second
// file, which no browser sends.
func (v *visit) readUpload(onFile func(fields url.Values, name string, content io.Reader) error) (url.Values, error) {
	kind, parameters, err := mime.ParseMediaType(v.Get(fiber.HeaderContentType))
	if err != nil || kind != fiber.MIMEMultipartForm {
		return nil, errBadForm
	}
	body := v.Request().BodyStream()
	if body == nil {
		return nil, errBadForm
	}
	reader := multipart.NewReader(body, parameters["boundary"])
	fields := url.Values{}
	var refused error
	taken := false
	for range uploadFieldsMax {
		part, err := reader.NextRawPart()
		if err == io.EOF { // wrapped, it says that the line broke off
			if err := v.checkFormToken(fields.Get(csrfField)); err != nil {
				return nil, err
			}
			return fields, refused
		}
		if err != nil {
			return nil, errBadForm // whoever stopped sending did not mean the rest
		}
		if part.FileName() == "" {
			if err := readField(fields, part); err != nil {
				return nil, err
			}
			continue
		}
		if err := v.checkFormToken(fields.Get(csrfField)); err != nil {
			return nil, err
		}
		switch {
		case !taken:
			refused, taken = onFile(fields, part.FileName(), part), true
		case refused == nil:
			refused = fault.Invalid(fault.At("file", "document.one-only"))
		}
		if refused != nil {
			_, _ = io.Copy(io.Discard, part) // bounded by the announced length
		}
	}
	return nil, errBadForm
}

// readField takes one plain field. A file field without a chosen file arrives
// here too, empty.
func readField(fields url.Values, part *multipart.Part) error {
	value, err := io.ReadAll(io.LimitReader(part, uploadFieldMax+1))
	if err != nil || len(value) > uploadFieldMax {
		return errBadForm
	}
	fields.Add(part.FormName(), string(value))
	return nil
}
