package portal

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/internal/sheet"
	"providerportal/internal/words"
)

// dumps keeps each file packed, until the directory changes.
type dumps struct{ csv, json, sitemap once[dump] }

// dump is a large file: kept packed only.
type dump struct {
	packed []byte
	tag    string
}

// dumpBatch is how many providers are read at once.
const dumpBatch = 500

func (s *Server) dumpCSV(v *visit) error {
	v.Attachment("aanbieders.csv")
	return v.dump(&s.open.dumps.csv, "text/csv; charset=utf-8; header=present", s.writeCSV)
}

func (s *Server) dumpJSON(v *visit) error {
	return v.dump(&s.open.dumps.json, fiber.MIMEApplicationJSON, s.writeJSON)
}

type dumpWriter func(context.Context, io.Writer, *directory.Snapshot) error

// dump sends a file that is made once for each state of the directory.
func (v *visit) dump(kept *once[dump], contentType string, write dumpWriter) error {
	snapshot, err := v.server.Directory.Snapshot(v.ctx)
	if err != nil {
		return err
	}
	made, err := kept.get(snapshot.Edition(), func() (dump, error) { return newDump(v.ctx, snapshot, write) })
	if err != nil {
		return err
	}
	v.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	v.Set(fiber.HeaderETag, made.tag)
	if unchanged(v.Request().Header.Peek(fiber.HeaderIfNoneMatch), made.tag) {
		return v.SendStatus(fiber.StatusNotModified)
	}
	v.Set(fiber.HeaderContentType, contentType)
	if takes(v.Get(fiber.HeaderAcceptEncoding), "gzip") {
		v.Set(fiber.HeaderContentEncoding, "gzip")
		return v.Send(made.packed)
	}
	plain, err := gzip.NewReader(bytes.NewReader(made.packed))
	if err != nil {
		return err
	}
	return v.SendStream(plain)
}

func newDump(ctx context.Context, snapshot *directory.Snapshot, write dumpWriter) (dump, error) {
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	if err := write(ctx, zip, snapshot); err != nil {
		return dump{}, err
	}
	if err := zip.Close(); err != nil {
		return dump{}, err
	}
	sum := sha256.Sum256(packed.Bytes())
	return dump{packed.Bytes(), `W/"` + hex.EncodeToString(sum[:12]) + `"`}, nil
}

// each gives every provider, by name.
func (s *Server) each(ctx context.Context, snapshot *directory.Snapshot, take func(*apiProvider) error) error {
	entries, values := snapshot.All(), valuesOfRegion(snapshot.Region(), words.Default)
	for len(entries) > 0 {
		batch := entries[:min(dumpBatch, len(entries))]
		entries = entries[len(batch):]
		ids := make([]uuid.UUID, len(batch))
		for i, entry := range batch {
			ids[i] = entry.ID
		}
		publics, err := s.Directory.Publics(ctx, ids)
		if err != nil {
			return err
		}
		for i := range publics {
			entry := snapshot.Entry(publics[i].Provider.ID)
			one := s.apiProviderOf(entry, &publics[i], values)
			if err := take(&one); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeJSON writes one object with all providers, as /v1 gives each.
func (s *Server) writeJSON(ctx context.Context, to io.Writer, snapshot *directory.Snapshot) error {
	if _, err := io.WriteString(to, `{"licentie":"CC0-1.0","aanbieders":[`); err != nil {
		return err
	}
	separator := "\n"
	err := s.each(ctx, snapshot, func(one *apiProvider) error {
		body, err := json.Marshal(one)
		if err != nil {
			return err
		}
		_, err = io.WriteString(to, separator+string(body))
		separator = ",\n"
		return err
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(to, "\n]}\n")
	return err
}

// csvHeader names the columns; more values in one cell have a | between them.
var csvHeader = []string{
	"id", "naam", "kvkNummer", "missie", "aanbod", "doelgroepToelichting", "gemeenten", "doelgroepen", "producten", "segmenten", "vormen",
	"talen", "capaciteit", "wachttijdWeken", "locaties", "toegankelijkheid", "website", "profiel", "gewijzigdOp", "bevestigdOp",
	"registratieLand", "registratieRegister", "registratieNummer",
}

// writeCSV writes RFC 4180 in UTF-8; no cell starts a formula.
func (s *Server) writeCSV(ctx context.Context, to io.Writer, snapshot *directory.Snapshot) error {
	out := csv.NewWriter(to)
	out.UseCRLF = true
	if err := out.Write(csvHeader); err != nil {
		return err
	}
	if err := s.each(ctx, snapshot, func(one *apiProvider) error { return out.Write(csvLine(one)) }); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

func csvLine(one *apiProvider) []string {
	several := func(list []string) string { return strings.Join(list, "|") }
	var kvk, weeks, confirmed string
	if one.KvK != nil {
		kvk = *one.KvK
	}
	if one.WaitingWeeks > 0 {
		weeks = strconv.Itoa(one.WaitingWeeks)
	}
	if one.ConfirmedAt != nil {
		confirmed = one.ConfirmedAt.Format(time.RFC3339)
	}
	places := make([]string, len(one.Locations))
	for i, l := range one.Locations {
		places[i] = strings.TrimPrefix(l.Name+", ", ", ") + l.Street + ", " + l.Postcode + " " + l.Place
	}
	line := []string{
		one.ID.String(), one.Name, kvk, one.Mission, one.Offer, one.Audience, several(one.Municipalities), several(one.TargetGroups),
		several(one.Products), several(one.Segments), several(one.Forms), several(one.Languages), one.Capacity, weeks, several(places),
		several(one.Accessibility), one.Website, one.Links.Profile, one.ChangedAt.Format(time.RFC3339), confirmed,
		one.Registration.Country, one.Registration.Register, one.Registration.Number,
	}
	for i := range line {
		line[i] = sheet.Text(line[i])
	}
	return line
}
