package portal

import (
	"slices"
	"strings"

	"providerportal/internal/account"
	"providerportal/internal/words"
)

// menuItem is a link of the menu; all may see it when it names no roles.
type menuItem struct {
	key   string
	url   string
	roles []account.Role
}

// menuPart is one word in the main menu. It leads to the first of its items that
// the visitor may see; within the part the items show in a row below the menu.
type menuPart struct {
	key   string // empty: the items are themselves in the main menu
	items []menuItem
}

var (
	enrollmentRoles = []account.Role{account.RoleReviewer, account.RoleDecider, account.RoleContractManager}
	reviewers       = []account.Role{account.RoleReviewer}
	agreementRoles  = []account.Role{account.RoleContractManager, account.RoleAdministrator}
	administrators  = []account.Role{account.RoleAdministrator}
	providers       = []account.Role{account.RoleProvider}
	consultants     = []account.Role{account.RoleConsultant}
)

var publicItems = []menuItem{
	{"nav.finder", "/aanbieders", nil},
	{"nav.open-house", "/open-house", nil},
}

// menu is for everybody but staff.
var menu = []menuPart{
	{"", publicItems},
	{"", []menuItem{{"nav.overview", "/mijn", providers}}},
	{"nav.application", []menuItem{
		{"nav.application", "/mijn/aanmelding", providers},
		{"nav.own-contract", "/mijn/overeenkomst", providers},
		{"nav.own-evidence", "/mijn/bewijsstukken", providers},
	}},
	{"nav.profile", []menuItem{
		{"nav.profile", "/mijn/profiel", providers},
		{"nav.intake", "/mijn/aanmeldpunt", providers},
	}},
	{"", []menuItem{{"nav.inbox", "/mijn/verzoeken", providers}}},
	{"nav.organisation", []menuItem{
		{"nav.organisation-data", "/mijn/organisatie", providers},
		{"nav.colleagues", "/mijn/collegas", providers},
	}},
	consultantPart,
	invitationPart,
}

var (
	consultantPart = menuPart{"", []menuItem{{"nav.requests", "/consulent", consultants}}}
	invitationPart = menuPart{"", []menuItem{{"nav.invitations", invitationsPath, consultants}}}
)

// staffMenu is for who works at the MGR: few words, the rest one step deeper.
var staffMenu = []menuPart{
	{"", []menuItem{{"nav.desk", "/beheer", account.StaffRoles}}},
	{"nav.queue", []menuItem{
		{"nav.queue", "/beheer/aanmeldingen", enrollmentRoles},
		{"nav.invitations", "/beheer/uitnodigingen", enrollmentRoles},
		{"nav.report", reportPath, enrollmentRoles},
		{"nav.reason-texts", "/beheer/teksten", reviewers},
	}},
	{"nav.contracts", []menuItem{
		{"nav.contracts", "/beheer/contracten", enrollmentRoles},
		{"nav.agreements", "/beheer/overeenkomsten", agreementRoles},
	}},
	{"nav.providers", []menuItem{
		{"nav.providers", "/beheer/aanbieders", account.StaffRoles},
		{"nav.synonyms", "/beheer/vindbaarheid/synoniemen", account.StaffRoles},
		{"nav.target-groups", "/beheer/lijsten/doelgroepen", account.StaffRoles},
		{"nav.segments", segmentsPath, account.StaffRoles},
		{"nav.freshness", freshnessPath, administrators},
	}},
	{"nav.terms", []menuItem{
		{"nav.terms", "/beheer/termijnen", account.StaffRoles},
		{"nav.signals", signalsPath, account.StaffRoles},
	}},
	{"nav.house-desk", []menuItem{
		{"nav.house-desk", houseDeskPath, account.StaffRoles},
		{"nav.house-questions", houseDeskPath + "/vragen", account.StaffRoles},
	}},
	{"nav.administration", []menuItem{
		{"nav.letters", "/beheer/brieven", account.StaffRoles},
		{"nav.calendar", "/beheer/kalender", administrators},
		{"nav.clients", clientsPath, administrators},
		{"nav.accounts", "/beheer/accounts", administrators},
		{"nav.retention", retentionPath, administrators},
		{"nav.audit", "/beheer/logboek", administrators},
	}},
	consultantPart,
	invitationPart,
	{"nav.website", publicItems},
}

// navigation gives the main menu for who asks, and below it the items of the
// part where the visitor is: the one with the longest address that the page lies
// under.
func (v *visit) navigation(w *words.Words) (main, within []NavItem) {
	parts := menu
	if v.actor.Staff() {
		parts = staffMenu
	}
	parts = permitted(parts, v.actor)
	here := currentItem(parts, v.Path())
	for _, part := range parts {
		in := slices.ContainsFunc(part.items, func(item menuItem) bool { return item.url == here })
		if part.key != "" {
			main = append(main, NavItem{Text: w.T(part.key), URL: part.items[0].url, Current: in})
			if in && len(part.items) > 1 {
				within = itemsOf(w, part.items, here)
			}
			continue
		}
		main = append(main, itemsOf(w, part.items, here)...)
	}
	return main, within
}

// permitted leaves out what the actor may not see, and parts without anything.
func permitted(parts []menuPart, actor account.Actor) []menuPart {
	var left []menuPart
	for _, part := range parts {
		part.items = slices.DeleteFunc(slices.Clone(part.items), func(item menuItem) bool {
			return item.roles != nil && !actor.Has(item.roles...)
		})
		if len(part.items) > 0 {
			left = append(left, part)
		}
	}
	return left
}

func currentItem(parts []menuPart, path string) string {
	var longest string
	for _, part := range parts {
		for _, item := range part.items {
			if under(path, item.url) && len(item.url) > len(longest) {
				longest = item.url
			}
		}
	}
	return longest
}

func itemsOf(w *words.Words, items []menuItem, here string) []NavItem {
	var shown []NavItem
	for _, item := range items {
		shown = append(shown, NavItem{Text: w.T(item.key), URL: item.url, Current: item.url == here})
	}
	return shown
}

func under(path, section string) bool {
	return path == section || strings.HasPrefix(path, section+"/")
}
