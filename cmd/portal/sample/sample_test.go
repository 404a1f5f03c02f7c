package sample_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/cmd/portal/sample"
	"providerportal/directory"
	"providerportal/directory/finding"
	"providerportal/enrollment"
	"providerportal/internal/account"
)

// TestNobodyInTheSampleExists pins that no sample organisation can be taken for
// a real one, that they differ, and that their codes are the region's.
func TestNobodyInTheSampleExists(t *testing.T) {
	m, _ := open(t)
	region, err := m.Directory.Region(t.Context())
	require.NoError(t, err)
	const n = 200
	names, addresses, numbers := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, o := range append(sample.Organisations(n-1), sample.Neighbour) {
		names[o.Name], addresses[o.Email()], numbers[o.KvK] = true, true, true
		entry, wrong := o.Entry().Entry()
		assert.Empty(t, wrong)
		assert.True(t, strings.HasPrefix(entry.KvK, "0000") || strings.HasPrefix(entry.Number, "HRB 00"), entry.Plain())
		assert.True(t, directory.IsEmail(o.Email()) && strings.HasSuffix(o.Email(), ".example"), o.Email())
		for _, code := range o.Municipalities {
			assert.NotEmpty(t, region.Municipality(code).Name, code)
		}
		for _, code := range o.TargetGroups {
			assert.NotEmpty(t, region.TargetGroup(code).Code, code)
		}
		assert.NotEmpty(t, o.Mission)
		assert.LessOrEqual(t, len([]rune(o.Mission)), directory.MissionMax)
	}
	assert.Len(t, names, n)
	assert.Len(t, addresses, n)
	assert.Len(t, numbers, n)
	assert.Equal(t, sample.Organisations(3), sample.Organisations(n)[:3], "always the same ones")
	assert.Equal(t, "rik.toetser@mgr.example", sample.Address("Rik Toetser", ""))
}

// TestPDFIsOne pins that the vault takes it for a PDF, whatever the title.
func TestPDFIsOne(t *testing.T) {
	m, _ := open(t)
	sender, err := m.Staff(t.Context(), "Rik Toetser", account.RoleReviewer)
	require.NoError(t, err)
	for _, title := range []string{"", `Haakjes (en) een \ streep`, "Accènt €"} {
		document, err := m.Documents.Receive(t.Context(), sender, "x.pdf", bytes.NewReader(sample.PDF(title)))
		require.NoError(t, err, title)
		assert.Equal(t, "application/pdf", document.ContentType)
	}
}

// TestFindable walks the whole road once: from a registration to the finder.
func TestFindable(t *testing.T) {
	m, clock := open(t)
	o := sample.Organisations(1)[0]
	actor, err := m.Findable(t.Context(), desk(t, m), o)
	require.NoError(t, err)
	found, err := m.Directory.Find(t.Context(), directory.Search{
		Words: o.Name, Chosen: [finding.Groups][]string{finding.Municipality: {o.Municipalities[0]}},
	})
	require.NoError(t, err)
	require.Len(t, found.Hits, 1)
	assert.Equal(t, actor.ProviderID, found.Hits[0].ID)
	secret, err := m.Accounts.SignIn(t.Context(), o.Email(), sample.Password, account.Client{Origin: "test"})
	require.NoError(t, err)
	halfway, err := m.Accounts.Halfway(t.Context(), secret)
	require.NoError(t, err)
	assert.Equal(t, actor.UserID, halfway.ID)
	assert.Equal(t, end.AddDate(0, -3, 0), clock.Now(), "the road itself does not move the clock")
}

// TestStory pins that the demo has work at every desk, all of it in the past.
func TestStory(t *testing.T) {
	m, clock := open(t)
	story := sample.Story{Maker: m, Clock: clock, End: end}
	require.ErrorContains(t, story.Tell(t.Context(), 1), "nobody is")
	desk(t, m)
	_, err := m.Consultant(t.Context(), "Cas Consulent", "GM0984")
	require.NoError(t, err)
	require.NoError(t, story.Tell(t.Context(), 2))

	counted := func(query string) map[string]int {
		var rows []struct {
			Word  string
			Count int
		}
		require.NoError(t, m.DB.Raw(query).Scan(&rows).Error)
		all := map[string]int{}
		for _, row := range rows {
			all[row.Word] = row.Count
		}
		return all
	}
	assert.Equal(t, map[string]int{"admitted": 6, "submitted": 1, "under-review": 1},
		counted("SELECT status AS word, count(*) FROM applications GROUP BY 1"))
	assert.Equal(t, map[string]int{"active": 3, "offered": 1, "suspended": 1, "ended": 1}, counted("SELECT status AS word, count(*) FROM contracts GROUP BY 1"))
	assert.Subset(t, counted("SELECT status AS word, count(*) FROM requests GROUP BY 1"),
		map[string]int{"declined": 4, "held": 1, "scheduled": 1})
	assert.Equal(t, 1, counted("SELECT action AS word, count(*) FROM audit_entries GROUP BY 1")[sample.Told])
	var future int64
	require.NoError(t, m.DB.Raw(`SELECT count(*) FROM (SELECT queued_at AS at FROM letters
		UNION ALL SELECT submitted_at FROM applications UNION ALL SELECT sent_at FROM requests) x WHERE at > ?`, end).Scan(&future).Error)
	assert.Zero(t, future)
}

// TestStoryPlansRequirementsAndAnswersQuestions gives the demo something to read
// (E3, E15).
func TestStoryPlansRequirementsAndAnswersQuestions(t *testing.T) {
	m, clock := open(t)
	for name, role := range map[string]account.Role{
		"Rik Toetser": account.RoleReviewer, "Bo Beslisser": account.RoleDecider, "Co Contract": account.RoleContractManager, "Ad Beheer": account.RoleAdministrator,
	} {
		_, err := m.Staff(t.Context(), name, role)
		require.NoError(t, err)
	}
	end := clock.Moment
	clock.Moment = end.AddDate(0, -3, 0)
	require.NoError(t, sample.Story{Maker: m, Clock: clock, End: end}.Tell(t.Context(), 0))
	versions, err := m.Enrollment.Versions(t.Context())
	require.NoError(t, err)
	require.Len(t, versions, 2)
	assert.Equal(t, enrollment.SetPlanned, versions[0].State)
	answered, err := m.Enrollment.Answered(t.Context(), "", 1)
	require.NoError(t, err)
	assert.Equal(t, 4, answered.Total)
}

// TestStoryConnectsASystem pins that the demo has a connection with messages that
// wait for its receiver, and that neither token nor secret can be read anywhere.
func TestStoryConnectsASystem(t *testing.T) {
	m, clock := open(t)
	m.Webhooks.Local = true
	story := sample.Story{Maker: m, Clock: clock, End: end, HookURL: "http://127.0.0.1:1/demo/zaaksysteem"}
	desk(t, m)
	admin, err := m.Staff(t.Context(), "Ad Beheer", account.RoleAdministrator)
	require.NoError(t, err)
	_, err = m.Consultant(t.Context(), "Cas Consulent", "GM0984")
	require.NoError(t, err)
	require.NoError(t, story.Tell(t.Context(), 2))
	list, err := m.Clients.Connections(t.Context(), admin)
	require.NoError(t, err)
	require.Len(t, list, 1)
	assert.NotNil(t, list[0].LastUsedAt)
	assert.True(t, list[0].Working(end))
	hook, events, err := m.Webhooks.Of(t.Context(), admin, list[0].ID)
	require.NoError(t, err)
	require.NotNil(t, hook)
	assert.NotEmpty(t, events)
}
