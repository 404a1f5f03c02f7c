package portal

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
)

// TestSameKeyWithTwoBodiesAtOnce: two different bodies with one key at the same
// moment make one request. Whoever hears that it was sent, sent what is stored; the
// other hears no, also later.
func TestSameKeyWithTwoBodiesAtOnce(t *testing.T) {
	s := newSite(t)
	provider, consultant := s.contracted(t), s.consultant(t, "GM0984")
	y := s.system(t, consultant)
	low := questionJSON(provider.slug, "Hulp bij werk")
	high := strings.Replace(low, `"startTrede":3`, `"startTrede":5`, 1)
	bodies := map[float64]string{3: low, 5: high}
	for range 5 {
		key := uuid.NewString()
		var mutex sync.Mutex
		var together sync.WaitGroup
		sent := map[float64]told{}
		for i := range 12 {
			rung := []float64{3, 5}[i%2]
			together.Go(func() {
				got := y.send(t, key, bodies[rung])
				mutex.Lock()
				defer mutex.Unlock()
				switch got.status {
				case 201:
					sent[rung] = got
				case 409, 422:
				default:
					t.Errorf("%d %s", got.status, got.body)
				}
			})
		}
		together.Wait()
		if len(sent) != 1 {
			t.Fatalf("both bodies were taken, or none: %v", sent)
		}
		for rung, got := range sent {
			if stored := y.call(t, "GET", clientPath+"/"+got.json["id"].(string), ""); stored.json["startTrede"] != rung {
				t.Errorf("stored %v, told %v", stored.json["startTrede"], rung)
			}
			if again := y.send(t, key, bodies[rung]); again.status != 201 || again.body != got.body {
				t.Errorf("the right body later: %d", again.status)
			}
			if other := y.send(t, key, bodies[8-rung]); other.status != 422 {
				t.Errorf("the other body later: %d", other.status)
			}
		}
	}
}
