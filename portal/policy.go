package portal

import (
	"providerportal/internal/account"
	"providerportal/internal/client"
)

// policy says who may use a route, whether it shows or takes a form, and whether
// a body may be large. A route without one does not compile.
type policy struct {
	name   string
	admits func(account.Actor) bool
	form   bool         // a visitor without account needs a form token here
	upload bool         // the body is a document: streamed, and as large as one may be
	bare   bool         // for machines: no session is looked up
	open   bool         // open data: other sites may read it, and errors are problem+json
	fresh  bool         // asks for a proof of identity again after account.FreshFor
	quiet  bool         // asked by a script: the session does not live longer by it
	scope  client.Scope // for systems of municipalities: what their token must allow
	asks   bool         // with fresh: the handler asks for it, so that what was typed stays
}

// The policies. What belongs to somebody else is refused in the domain, object by
// object.
var (
	machine    = policy{name: "machine", admits: everybody, bare: true}
	openData   = policy{name: "open-data", admits: everybody, bare: true, open: true}
	anyone     = policy{name: "anyone", admits: everybody}
	anyoneForm = policy{name: "anyone-form", admits: everybody, form: true}
	signedIn   = policy{name: "signed-in", admits: account.Actor.SignedIn}

	signedInFresh = policy{name: "signed-in-fresh", admits: account.Actor.SignedIn, fresh: true}

	provider         = only("provider", account.RoleProvider)
	providerUpload   = policy{name: "provider-upload", admits: provider.admits, upload: true}
	providerFresh    = policy{name: "provider-fresh", admits: provider.admits, fresh: true}
	providerSigns    = policy{name: "provider-signs", admits: provider.admits, fresh: true, asks: true}
	consultant       = only("consultant", account.RoleConsultant)
	staff            = only("staff", account.StaffRoles...)
	enrollmentStaff  = only("enrollment-staff", account.RoleReviewer, account.RoleDecider, account.RoleContractManager)
	enrollmentGlance = policy{name: "enrollment-glance", admits: enrollmentStaff.admits, quiet: true}

	reviewer        = only("reviewer", account.RoleReviewer)
	decider         = only("decider", account.RoleDecider)
	contractManager = only("contract-manager", account.RoleContractManager)
	administrator   = only("administrator", account.RoleAdministrator)
	agreementEditor = only("agreement-editor", account.RoleContractManager, account.RoleAdministrator)
	listKeeper      = only("list-keeper", account.RoleContractManager, account.RoleAdministrator)

	textReader = only("text-reader", account.RoleContractManager, account.RoleAdministrator)

	contractManagerUpload = policy{name: "contract-manager-upload", admits: contractManager.admits, upload: true}

	// Rights of others, and whole dossiers, ask for a fresh proof too.
	administratorFresh = policy{name: "administrator-fresh", admits: administrator.admits, fresh: true}
	administratorTypes = policy{name: "administrator-types", admits: administrator.admits, fresh: true, asks: true}
)

func everybody(account.Actor) bool { return true }

func only(name string, roles ...account.Role) policy {
	return policy{name: name, admits: func(a account.Actor) bool { return a.Has(roles...) }}
}
