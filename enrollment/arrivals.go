package enrollment

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/reference"
	"providerportal/internal/traderegister"
)

// How many providers come in with one round of statements, how long a line may
// be, and how many problems are named before the rest is left unread.
const (
	arrivalsAtOnce  = 1000
	arrivalMax      = 64 << 10
	arrivalProblems = 100
	arrivalsTimeout = time.Hour
)

// ArrivalOutcome counts what came of a file with providers.
type ArrivalOutcome struct {
	New, Known, Published int
	Problems              []ImportProblem // with any, nothing came in
}

// ImportProviders takes over providers from another portal, one JSON object a
// line: with a contract of origin "import" and their profile. Only those with
// status "published" become findable. An organisation that the portal knows stays
// as it is, so that a second run changes nothing. All of it or nothing.
func (s *Service) ImportProviders(ctx context.Context, actor account.Actor, lines io.Reader, addGroups bool) (*ArrivalOutcome, error) {
	if err := mayImport(actor); err != nil {
		return nil, err
	}
	outcome := &ArrivalOutcome{}
	err := s.inImport(ctx, arrivalsTimeout, func(tx *gorm.DB) error {
		region, err := directory.RegionOf(tx)
		if err != nil {
			return err
		}
		reader := &arrivalReader{tx: tx, region: region, addGroups: addGroups, today: s.today(), seen: map[string]int{}, slugs: map[string]bool{}}
		if err := s.receive(tx, actor, reader, lines, outcome); err != nil {
			return err
		}
		outcome.Problems = reader.wrong
		if len(reader.wrong) > 0 {
			return errProblems
		}
		if outcome.New == 0 {
			return nil
		}
		return audit.Record(tx, actor, "import.providers-done", "import", uuid.NewString())
	})
	if errors.Is(err, errProblems) {
		err = nil
	}
	return outcome, err
}

// errProblems undoes an import because of what its file says.
var errProblems = errors.New("enrollment: the file has problems")

// receive reads line by line and writes a thousand at a time.
func (s *Service) receive(tx *gorm.DB, actor account.Actor, reader *arrivalReader, lines io.Reader, outcome *ArrivalOutcome) error {
	scanner := bufio.NewScanner(lines)
	scanner.Buffer(make([]byte, arrivalMax), arrivalMax)
	var waiting []directory.Arrival
	for number := 1; scanner.Scan() && len(reader.wrong) < arrivalProblems; number++ {
		line := scanner.Bytes()
		if number == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		arrival, err := reader.read(number, line)
		if err != nil {
			return err
		}
		if arrival != nil {
			waiting = append(waiting, *arrival)
		}
		if len(waiting) == arrivalsAtOnce {
			if err := s.admitArrivals(tx, actor, reader, waiting, outcome); err != nil {
				return err
			}
			waiting = waiting[:0]
		}
	}
	if errors.Is(scanner.Err(), bufio.ErrTooLong) {
		reader.wrong.add(len(reader.seen)+1, "", "import.wrong.line-long", "")
		return nil
	}
	return errors.Join(scanner.Err(), s.admitArrivals(tx, actor, reader, waiting, outcome))
}

// admitArrivals writes those that the portal does not know, with their contracts.
// Once something is wrong in the file nothing more is written.
func (s *Service) admitArrivals(tx *gorm.DB, actor account.Actor, reader *arrivalReader, list []directory.Arrival, outcome *ArrivalOutcome) error {
	if len(list) == 0 || len(reader.wrong) > 0 {
		return nil
	}
	var keys, slugs []string
	for i := range list {
		keys, slugs = append(keys, list[i].Provider.Entry.Key()), append(slugs, list[i].Provider.Slug)
	}
	known, taken, err := directory.Known(tx, keys, slugs)
	if err != nil {
		return err
	}
	before := len(list)
	list = slices.DeleteFunc(list, func(a directory.Arrival) bool { return known[a.Provider.Entry.Key()] })
	outcome.Known += before - len(list)
	outcome.New += len(list)
	ids := make([]string, len(list))
	for i := range list {
		a := &list[i]
		ids[i] = a.Provider.ID.String()
		a.Provider.Slug = directory.SlugFor(a.Provider.Slug, a.Provider.Name, a.Provider.Entry, func(slug string) bool { return taken[slug] || reader.slugs[slug] })
		reader.slugs[a.Provider.Slug] = true
		if a.Publish {
			outcome.Published++
		}
	}
	if len(list) == 0 {
		return nil
	}
	if err := s.contractArrivals(tx, reader.region, list); err != nil {
		return err
	}
	return audit.RecordAll(tx, actor, "provider.imported", "provider", ids)
}

// contractArrivals writes the organisations and a contract for each segment.
func (s *Service) contractArrivals(tx *gorm.DB, region *directory.Region, list []directory.Arrival) error {
	if err := s.Directory.Welcome(tx, region, list); err != nil {
		return err
	}
	type contract struct {
		ID         uuid.UUID `json:"id"`
		Reference  string    `json:"reference"`
		ProviderID uuid.UUID `json:"provider_id"`
		Segment    string    `json:"segment"`
		From       string    `json:"active_from"`
		Ended      string    `json:"ended_on"`
	}
	var contracts []contract
	for i := range list {
		for _, segment := range list[i].Segments(region) {
			c := contract{
				ID: uuid.New(), Reference: importReference(list[i].Provider.Entry, region.Segment(segment).Number),
				ProviderID: list[i].Provider.ID, Segment: segment, From: list[i].From.String(),
			}
			if list[i].Ended != nil {
				c.Ended = list[i].Ended.String()
			}
			contracts = append(contracts, c)
		}
	}
	content, err := json.Marshal(contracts)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO contracts (id, reference, provider_id, segment_code, status, origin, agreement_text, agreement_sha256, offered_at, active_from, ended_on)
SELECT id, reference, provider_id, segment, CASE WHEN ended_on = '' THEN 'active' ELSE 'ended' END, 'import', '', '', ?, active_from, nullif(ended_on, '')::date
FROM jsonb_to_recordset(?::jsonb) AS r(id uuid, reference text, provider_id uuid, segment text, active_from date, ended_on text)`,
		s.Now().UTC(), string(content)).Error
}

// importReference is the number of a contract; a foreign number may hold signs and
// be that of two organisations, in registers of their own.
func importReference(entry traderegister.Entry, segment int) string {
	if entry.Abroad() {
		return reference.New("IM")
	}
	return fmt.Sprintf("IM-%s-%d", entry.KvK, segment)
}
