package portal

import (
	"strings"

	"providerportal/internal/account"
	"providerportal/internal/words"
)

// menuItem is a link of the main menu; all may see it when it names no roles.
type menuItem struct {
	key   string
	url   string
	roles []account.Role
}

var menu = []menuItem{
	{"nav.finder", "/aanbieders", nil},
	{"nav.open-house", "/open-house", nil},
	{"nav.overview", "/mijn", []account.Role{account.RoleProvider}},
	{"nav.application", "/mijn/aanmelding", []account.Role{account.RoleProvider}},
	{"nav.profile", "/mijn/profiel", []account.Role{account.RoleProvider}},
	{"nav.intake", "/mijn/aanmeldpunt", []account.Role{account.RoleProvider}},
	{"nav.inbox", "/mijn/verzoeken", []account.Role{account.RoleProvider}},
	{"nav.colleagues", "/mijn/collegas", []account.Role{account.RoleProvider}},
	{"nav.requests", "/consulent", []account.Role{account.RoleConsultant}},
	{"nav.invitations", invitationsPath, []account.Role{account.RoleConsultant}},
	{"nav.desk", "/beheer", account.StaffRoles},
	{"nav.queue", "/beheer/aanmeldingen", enrollmentRoles},
	{"nav.report", reportPath, enrollmentRoles},
	{"nav.contracts", "/beheer/contracten", enrollmentRoles},
	{"nav.agreements", "/beheer/overeenkomsten", []account.Role{account.RoleContractManager, account.RoleAdministrator}},
	{"nav.providers", "/beheer/aanbieders", account.StaffRoles},
	{"nav.invitations", "/beheer/uitnodigingen", enrollmentRoles},
	{"nav.terms", "/beheer/termijnen", account.StaffRoles},
	{"nav.signals", signalsPath, account.StaffRoles},
	{"nav.synonyms", "/beheer/vindbaarheid/synoniemen", account.StaffRoles},
	{"nav.house-desk", houseDeskPath, account.StaffRoles},
	{"nav.letters", "/beheer/brieven", account.StaffRoles},
	{"nav.calendar", "/beheer/kalender", []account.Role{account.RoleAdministrator}},
	{"nav.clients", clientsPath, []account.Role{account.RoleAdministrator}},
	{"nav.accounts", "/beheer/accounts", []account.Role{account.RoleAdministrator}},
	{"nav.retention", retentionPath, []account.Role{account.RoleAdministrator}},
	{"nav.audit", "/beheer/logboek", []account.Role{account.RoleAdministrator}},
}

var enrollmentRoles = []account.Role{account.RoleReviewer, account.RoleDecider, account.RoleContractManager}

// navigation gives the main menu for who asks, the current part marked: the
// longest address that the page lies under.
func (v *visit) navigation(w *words.Words) []NavItem {
	var items []NavItem
	current, longest := -1, 0
	for _, entry := range menu {
		if entry.roles != nil && !v.actor.Has(entry.roles...) {
			continue
		}
		if under(v.Path(), entry.url) && len(entry.url) > longest {
			current, longest = len(items), len(entry.url)
		}
		items = append(items, NavItem{Text: w.T(entry.key), URL: entry.url})
	}
	if current >= 0 {
		items[current].Current = true
	}
	return items
}

func under(path, section string) bool {
	return path == section || strings.HasPrefix(path, section+"/")
}
