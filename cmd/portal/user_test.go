package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"providerportal/internal/dbtest"
)

// addUser makes a reviewer on a portal with this address.
func addUser(t *testing.T, baseURL string) answer {
	t.Helper()
	return runPortal(t, []string{"DATABASE_URL=" + dbtest.URL(t), "PORTAL_BASE_URL=" + baseURL},
		"user", "add", "--email", "rik@mgr.example", "--name", "Rik Toetser", "--role", "reviewer")
}

// The link is as good as those that the website sends.
func TestUserAddPrintsALink(t *testing.T) {
	said := addUser(t, "https://portal.example.nl/")
	assert.Equal(t, 0, said.status, said.err)
	assert.Regexp(t, `^https://portal\.example\.nl/[a-z].*\n$`, said.out)
}

func TestUserAddRefusesAnAddressThatNoLinkCanBeginWith(t *testing.T) {
	said := addUser(t, "portal.example.nl")
	assert.Equal(t, 2, said.status)
	assert.Equal(t, "portal: PORTAL_BASE_URL: must be an address such as https://portal.example.nl, and is \"portal.example.nl\"\n", said.err)
}
