package portal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v3"

	"providerportal/enrollment"
	"providerportal/internal/words"
	"providerportal/storage/documents"
)

// policyOfDocument lets a file from outside do nothing at all (ASVS 5.3).
const policyOfDocument = "default-src 'none'; sandbox"

// openDocument shows a document to who may see its application. It leaves in
// pieces as it is read; one that turns out damaged breaks off.
func (s *Server) openDocument(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	// The answer is sent after this handler returns, when v.ctx has ended.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(v.ctx), uploadDeadline)
	document, content, err := s.Enrollment.OpenDocument(ctx, v.actor, id)
	if err != nil {
		cancel()
		return err
	}
	v.Set(fiber.HeaderContentType, document.ContentType)
	v.Set(fiber.HeaderContentDisposition, inline(document.Name))
	v.Set(fiber.HeaderContentSecurityPolicy, policyOfDocument)
	v.placeDocument(document)
	return v.SendStream(&outgoing{ReadCloser: content, done: cancel, log: s.log.With("document", document.ID)})
}

// mimePDF is the one kind of document that browsers show in a page of their own.
const mimePDF = "application/pdf"

// placeDocument lets the review desk show a PDF in its page, still sandboxed by
// its own policy: a sandbox on the frame would keep browsers from showing it at
// all. What no page shows is saved instead of opened.
func (v *visit) placeDocument(document *documents.Document) {
	switch {
	case !document.ShownInline():
		v.Set(fiber.HeaderContentDisposition, "attachment"+strings.TrimPrefix(inline(document.Name), "inline"))
	case document.ContentType == mimePDF && v.policy.name == enrollmentStaff.name:
		v.Set(fiber.HeaderContentSecurityPolicy, policyOfDocument+"; frame-ancestors 'self'")
		v.Set(fiber.HeaderXFrameOptions, "SAMEORIGIN")
	}
}

// outgoing is a document on its way to a visitor.
type outgoing struct {
	io.ReadCloser
	done context.CancelFunc
	log  *slog.Logger
}

func (o *outgoing) Read(p []byte) (int, error) {
	n, err := o.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		o.log.Error("document broke off", "error", err)
	}
	return n, err
}

func (o *outgoing) Close() error {
	defer o.done()
	return o.ReadCloser.Close()
}

// inline writes the header with the file's name, plain for old browsers and in
// full for others (RFC 6266).
func inline(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%`, r) {
			return '_'
		}
		return r
	}, name)
	full := strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
	return `inline; filename="` + plain + `"; filename*=UTF-8''` + full
}

// earlierLinks leads to the documents that stood at a requirement before, at the
// provider's address or at that of the desk.
func earlierLinks(w *words.Words, base string, d *enrollment.Dossier, requirement *enrollment.Requirement) []Link {
	var links []Link
	for _, document := range d.Earlier(requirement.ID) {
		link := ownDocumentLink(w, document)
		link.URL = base + document.ID.String()
		links = append(links, link)
	}
	return links
}

// Where providers and the desk open documents.
const (
	ownDocuments  = "/mijn/documenten/"
	deskDocuments = "/beheer/documenten/"
)

// ownDocumentLink names a document with its size and leads to it.
func ownDocumentLink(w *words.Words, document documents.Document) Link {
	return Link{
		Text: document.Name + " (" + fileSize(w.Lang, document.SizeBytes) + ")",
		URL:  ownDocuments + document.ID.String(),
	}
}

// fileSize writes bytes as kB below a megabyte, else as MB with at most one
// decimal.
func fileSize(lang string, bytes int64) string {
	if bytes < 1<<20 {
		return fmt.Sprintf("%d kB", (bytes+1023)>>10)
	}
	text := strings.TrimSuffix(fmt.Sprintf("%.1f", float64(bytes)/(1<<20)), ".0") + " MB"
	if lang == words.Default {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}
