// Package account knows who people are: users, roles, passwords, sessions and
// one-time links. It does not know what they are allowed to do with business
// data; every domain operation decides that itself from the Actor.
package account

import (
	"slices"

	"github.com/google/uuid"
)

// Role is what a signed-in person may be; staff may hold several.
type Role string

// Providers and consultants have no other role; the rest is for staff.
const (
	RoleProvider        Role = "provider"
	RoleConsultant      Role = "consultant"
	RoleReviewer        Role = "reviewer"
	RoleDecider         Role = "decider"
	RoleContractManager Role = "contract_manager"
	RoleAdministrator   Role = "administrator"
)

// StaffRoles are the roles of people who work for the MGR.
var StaffRoles = []Role{RoleReviewer, RoleDecider, RoleContractManager, RoleAdministrator}

// Actor is who asks for something. The zero Actor is a visitor without account.
type Actor struct {
	UserID        uuid.UUID
	Name          string
	Email         string
	Roles         []Role
	ProviderID    uuid.UUID // uuid.Nil unless RoleProvider
	ProviderAdmin bool
	Municipality  string    // code such as GM0984, empty unless RoleConsultant
	Lang          string    // nl or en
	Origin        string    // address the request came from, for the audit trail
	Level         Level     // of eHerkenning, or local; empty is local
	SessionID     uuid.UUID // of the session it acts in, the same after Renew
	Fresh         bool      // proved in full who it is not longer ago than FreshFor
}

// SignedIn reports whether the actor has an account.
func (a Actor) SignedIn() bool { return a.UserID != uuid.Nil }

// Has reports whether the actor holds one of the roles.
func (a Actor) Has(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(role Role) bool { return slices.Contains(a.Roles, role) })
}

// Staff reports whether the actor works for the MGR.
func (a Actor) Staff() bool { return a.Has(StaffRoles...) }

// Who names the actor for the audit trail.
func (a Actor) Who() (uuid.UUID, string) { return a.UserID, a.Origin }

// System is the actor of work that the portal does by itself, such as sweeps.
func System() Actor { return Actor{Name: "portal", Origin: "portal"} }
