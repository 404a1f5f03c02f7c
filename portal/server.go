// Package portal is the website: every page and action with its address, who may
// use it, and what it shows. Business decisions are made in enrollment, directory
// and matching; this package binds forms, calls them and shows the outcome.
package portal

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/gofiber/fiber/v3"

	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/client"
	"providerportal/internal/mail"
	"providerportal/internal/retention"
	"providerportal/internal/signon"
	"providerportal/internal/webhook"
	"providerportal/matching"
	"providerportal/templates"
)

// Config is what the website needs to know besides its services.
type Config struct {
	BaseURL        string // as people type it, without slash at the end
	Secret         []byte // at least 32 bytes; signs the form tokens
	Office         directory.Office
	Theme          []byte   // stylesheet of a municipality's theme, or nil
	ThemeClass     string   // its class on the root element
	TrustedProxies []string // addresses whose X-Forwarded-For counts
	MaxUpload      int64    // bytes of one document

	SecurityContact string // URI for security.txt; empty is the mail address of the office
}

// Services are what the pages call.
type Services struct {
	Accounts   *account.Service
	SignOn     *signon.Service
	Directory  *directory.Service
	Enrollment *enrollment.Service
	Matching   *matching.Service
	Letters    *mail.Archive
	Retention  *retention.Service
	Clients    *client.Service
	Webhooks   *webhook.Service
	Ready      func(ctx context.Context) error // nil when database and store answer
	Demo       *Demo                           // nil outside portal demo
}

// Server answers the requests of the website.
type Server struct {
	Config
	Services
	app     *fiber.App
	theme   string // address of the theme's stylesheet, or empty
	pages   *renderer
	kept    *pageCache
	open    openShelf
	files   sync.Map // packed static files, by encoding and address
	log     *slog.Logger
	routes  []route
	uploads []route // those of them that take documents
}

// route is one address: who may use it and what answers.
type route struct {
	method string
	path   string
	policy policy
	handle func(*Server, *visit) error
}

// siteMap lists every address of the portal.
var siteMap = []route{
	{"GET", "/", anyone, (*Server).showHome},
	{"GET", "/aanbieders", anyone, (*Server).showFinder},
	{"GET", "/aanbieders/register", anyone, (*Server).showRegisterList},
	{"GET", "/aanbieders/register.csv", anyone, (*Server).registerCSV},
	{"GET", "/aanbieders/register.json", anyone, (*Server).registerJSON},
	{"GET", "/aanbieders/nieuw.atom", openData, (*Server).newProviders},
	{"GET", "/aanbieders/lijstje", anyone, (*Server).showShortlist},
	{"GET", "/aanbieders/vergelijken", anyone, (*Server).showCompare},
	{"GET", "/aanbieders/dekking", anyone, (*Server).showCoverage},
	{"GET", "/aanbieders/dekking.csv", anyone, (*Server).coverageCSV},
	{"GET", "/aanbieders/:slug", anyone, (*Server).showProfile},
	{"GET", "/aanbieders/:slug/logo/:code", anyone, (*Server).openLogo},
	{"GET", "/open-house", anyone, (*Server).showOpenHouse},
	{"GET", "/open-house/past-dit", anyoneForm, (*Server).showPrecheck},
	{"GET", "/open-house/eisen", anyone, (*Server).showRequirements},
	{"GET", "/open-house/eisen/versies", anyone, (*Server).showVersions},
	{"GET", "/open-house/eisen/versies/:version", anyone, (*Server).showVersion},
	{"GET", "/open-house/vragen", anyone, (*Server).showQuestions},
	{"GET", "/open-house/vragen/stellen", anyoneForm, (*Server).showAsk},
	{"POST", "/open-house/vragen/stellen", anyoneForm, (*Server).ask},
	{"GET", "/open-house/vragen/gesteld", anyone, (*Server).showAsked},
	{"GET", "/open-house/vragen/:id", anyone, (*Server).showQuestion},
	{"GET", "/privacy", anyone, (*Server).showInfo},
	{"GET", "/cookies", anyone, (*Server).showInfo},
	{"GET", "/toegankelijkheid", anyone, (*Server).showInfo},
	{"GET", "/contact", anyone, (*Server).showInfo},
	{"GET", "/open-data", anyone, (*Server).showOpenData},
	{"GET", "/open-data/aanbieders.csv", openData, (*Server).dumpCSV},
	{"GET", "/open-data/aanbieders.json", openData, (*Server).dumpJSON},
	{"GET", "/koppelvlak", anyone, (*Server).showClientManual},

	{"GET", "/registreren", anyoneForm, (*Server).showRegister},
	{"POST", "/registreren", anyoneForm, (*Server).register},
	{"GET", "/registreren/aansluiten", anyoneForm, (*Server).showJoin},
	{"POST", "/registreren/aansluiten", anyoneForm, (*Server).join},
	{"GET", "/registreren/verstuurd", anyone, (*Server).showRegistered},
	{"GET", "/registreren/bevestigen", anyoneForm, (*Server).showConfirmEmail},
	{"POST", "/registreren/bevestigen", anyoneForm, (*Server).confirmEmail},
	{"GET", "/inloggen", anyoneForm, (*Server).showSignIn},
	{"POST", "/inloggen", anyoneForm, (*Server).signIn},
	{"GET", "/inloggen/code", anyoneForm, (*Server).showSignInCode},
	{"POST", "/inloggen/code", anyoneForm, (*Server).signInCode},
	{"GET", "/inloggen/instellen", anyoneForm, (*Server).showSetUpFactor},
	{"POST", "/inloggen/instellen", anyoneForm, (*Server).setUpFactor},
	{"GET", "/inloggen/instellen/qr", anyoneForm, (*Server).showFactorQR},
	{"POST", "/inloggen/sleutel/begin", anyoneForm, (*Server).beginPasskeySignIn},
	{"POST", "/inloggen/sleutel/klaar", anyoneForm, (*Server).finishPasskeySignIn},
	{"GET", "/inloggen/sso/:provider", anyone, (*Server).beginSingleSignOn},
	{"GET", "/inloggen/sso/:provider/terug", anyone, (*Server).finishSingleSignOn},
	{"GET", "/inloggen/opnieuw", signedIn, (*Server).showProveAgain},
	{"POST", "/inloggen/opnieuw", signedIn, (*Server).proveAgain},
	{"POST", "/uitloggen", signedIn, (*Server).signOut},
	{"GET", "/account", signedIn, (*Server).showAccount},
	{"POST", "/account/sessies/:id/einde", signedIn, (*Server).endSession},
	{"POST", "/account/sessies/einde", signedIn, (*Server).endOtherSessions},
	{"POST", "/account/verlengen", signedIn, (*Server).extendSession},
	{"POST", "/account/taal", signedIn, (*Server).saveLanguage},
	{"GET", "/account/naam", signedIn, (*Server).showRename},
	{"POST", "/account/naam", signedIn, (*Server).rename},
	{"GET", "/account/adres", signedInFresh, (*Server).showChangeEmail},
	{"POST", "/account/adres", signedInFresh, (*Server).changeEmail},
	{"GET", "/account/adres/bevestigen", anyoneForm, (*Server).showConfirmNewEmail},
	{"POST", "/account/adres/bevestigen", anyoneForm, (*Server).confirmNewEmail},
	{"GET", "/account/beveiliging", signedInFresh, (*Server).showFactors},
	{"POST", "/account/beveiliging/codes", signedInFresh, (*Server).renewRecoveryCodes},
	{"POST", "/account/beveiliging/app", signedInFresh, (*Server).replaceTOTP},
	{"POST", "/account/sleutels/begin", signedInFresh, (*Server).beginPasskey},
	{"POST", "/account/sleutels/klaar", signedInFresh, (*Server).finishPasskey},
	{"POST", "/account/sleutels/:id/verwijderen", signedInFresh, (*Server).removePasskey},
	{"GET", "/account/gegevens", signedInFresh, (*Server).exportOwnData},
	{"GET", "/account/sluiten", signedInFresh, (*Server).showCloseAccount},
	{"POST", "/account/sluiten", signedInFresh, (*Server).closeOwnAccount},
	{"GET", "/wachtwoord-vergeten", anyoneForm, (*Server).showForgot},
	{"POST", "/wachtwoord-vergeten", anyoneForm, (*Server).forgot},
	{"GET", "/wachtwoord-kiezen", anyoneForm, (*Server).showChoosePassword},
	{"POST", "/wachtwoord-kiezen", anyoneForm, (*Server).choosePassword},
	{"GET", "/aanmeldpunt/bevestigen", anyoneForm, (*Server).showVerifyIntake},
	{"POST", "/aanmeldpunt/bevestigen", anyoneForm, (*Server).verifyIntake},

	{"GET", "/mijn", provider, (*Server).showOverview},
	{"POST", "/mijn/aanmelding", provider, (*Server).startApplication},
	{"GET", "/mijn/aanmelding", provider, (*Server).showApplication},
	{"GET", "/mijn/aanmelding/contact", provider, (*Server).showContact},
	{"POST", "/mijn/aanmelding/contact", provider, (*Server).saveContact},
	{"GET", "/mijn/aanmelding/tekenbevoegde", provider, (*Server).showSignatory},
	{"POST", "/mijn/aanmelding/tekenbevoegde", provider, (*Server).saveSignatory},
	{"GET", "/mijn/aanmelding/gemeenten", provider, (*Server).showMunicipalities},
	{"POST", "/mijn/aanmelding/gemeenten", provider, (*Server).saveMunicipalities},
	{"GET", "/mijn/organisatie", provider, (*Server).showOrganisation},
	{"POST", "/mijn/organisatie", provider, (*Server).saveOrganisation},
	{"GET", "/mijn/aanmelding/eisen/:code", provider, (*Server).showAnswer},
	{"POST", "/mijn/aanmelding/eisen/:code", providerUpload, (*Server).saveAnswer},
	{"GET", "/mijn/aanmelding/controleren", provider, (*Server).showSubmit},
	{"POST", "/mijn/aanmelding/versturen", provider, (*Server).submitApplication},
	{"GET", "/mijn/aanmelding/nieuw", provider, (*Server).showAgain},
	{"GET", "/mijn/aanmelding/verzonden/:id", provider, (*Server).showSent},
	{"GET", "/mijn/aanmelding/verzonden/:id/pdf", provider, (*Server).showSentPDF},
	{"GET", "/mijn/aanmelding/verstuurd", provider, (*Server).showSubmitted},
	{"GET", "/mijn/aanmelding/intrekken", provider, (*Server).showWithdraw},
	{"POST", "/mijn/aanmelding/intrekken", provider, (*Server).withdrawApplication},
	{"GET", "/mijn/aanmelding/besluit", provider, (*Server).showOwnDecision},
	{"GET", "/mijn/aanmelding/besluit/pdf", provider, (*Server).ownDecisionPDF},
	{"GET", "/mijn/documenten/:id", provider, (*Server).openDocument},
	{"GET", "/mijn/overeenkomst", provider, (*Server).showAgreement},
	{"POST", "/mijn/overeenkomst", providerSigns, (*Server).signAgreement},
	{"GET", "/mijn/overeenkomst/pdf", provider, (*Server).ownAgreementPDF},
	{"GET", "/mijn/overeenkomst/weigeren", provider, (*Server).showDecline},
	{"POST", "/mijn/overeenkomst/weigeren", provider, (*Server).declineAgreement},
	{"GET", "/mijn/overeenkomst/scan", provider, (*Server).showScan},
	{"POST", "/mijn/overeenkomst/scan", providerUpload, (*Server).offerScan},
	{"GET", "/mijn/bewijsstukken", provider, (*Server).showEvidence},
	{"GET", "/mijn/bewijsstukken/:code", provider, (*Server).showRenew},
	{"POST", "/mijn/bewijsstukken/:code", providerUpload, (*Server).renew},
	{"GET", "/mijn/profiel", provider, (*Server).showProfileHub},
	{"GET", "/mijn/profiel/onderdelen/:code", provider, (*Server).showProfilePart},
	{"POST", "/mijn/profiel/onderdelen/:code", provider, (*Server).saveProfilePart},
	{"POST", "/mijn/profiel/onderdelen/:code/voorbeeld", provider, (*Server).previewProfilePart},
	{"GET", "/mijn/profiel/locaties", provider, (*Server).showLocations},
	{"GET", "/mijn/profiel/locaties/:code", provider, (*Server).showLocation},
	{"POST", "/mijn/profiel/locaties/:code", provider, (*Server).saveLocation},
	{"POST", "/mijn/profiel/locaties/:code/verwijderen", provider, (*Server).removeLocation},
	{"GET", "/mijn/profiel/logo", provider, (*Server).showLogo},
	{"POST", "/mijn/profiel/logo", providerUpload, (*Server).saveLogo},
	{"POST", "/mijn/profiel/logo/verwijderen", provider, (*Server).removeLogo},
	{"GET", "/mijn/profiel/logo/:code", provider, (*Server).openOwnLogo},
	{"GET", "/mijn/profiel/plek", provider, (*Server).showCapacity},
	{"POST", "/mijn/profiel/plek", provider, (*Server).saveCapacity},
	{"GET", "/mijn/profiel/voorbeeld", provider, (*Server).showPreview},
	{"POST", "/mijn/profiel/publiceren", provider, (*Server).publishProfile},
	{"POST", "/mijn/profiel/bevestigen", provider, (*Server).confirmProfile},
	{"POST", "/mijn/profiel/weggooien", provider, (*Server).discardProfileDraft},
	{"POST", "/mijn/profiel/reactie", provider, (*Server).replyTakedown},
	{"GET", "/mijn/profiel/versies", provider, (*Server).showProfileHistory},
	{"GET", "/mijn/aanmeldpunt", provider, (*Server).showIntake},
	{"POST", "/mijn/aanmeldpunt", provider, (*Server).saveIntake},
	{"POST", "/mijn/aanmeldpunt/link", provider, (*Server).askIntakeProof},
	{"POST", "/mijn/aanmeldpunt/test", provider, (*Server).testIntake},
	{"GET", "/mijn/collegas", provider, (*Server).showColleagues},
	{"POST", "/mijn/collegas", providerFresh, (*Server).inviteColleague},
	{"POST", "/mijn/collegas/:id/rol", providerFresh, (*Server).changeColleague},
	{"POST", "/mijn/collegas/:id/uitnodiging", providerFresh, (*Server).reinviteColleague},
	{"POST", "/mijn/collegas/:id/verwijderen", providerFresh, (*Server).removeColleague},
	{"POST", "/mijn/collegas/verzoeken/:id", providerFresh, (*Server).answerJoinRequest},
	{"GET", "/mijn/cijfers", provider, (*Server).showOwnFigures},
	{"GET", "/mijn/verzoeken", provider, (*Server).showInbox},
	{"GET", "/mijn/verzoeken/:id", provider, (*Server).showProviderRequest},
	{"POST", "/mijn/verzoeken/:id/ontvangst", provider, (*Server).acknowledgeRequest},
	{"POST", "/mijn/verzoeken/:id/afspraak", provider, (*Server).scheduleRequest},
	{"POST", "/mijn/verzoeken/:id/momenten", provider, (*Server).offerRequest},
	{"POST", "/mijn/verzoeken/:id/momenten/:offer", provider, (*Server).acceptProposed},
	{"POST", "/mijn/verzoeken/:id/niet-gekomen", provider, (*Server).missAppointment},
	{"POST", "/mijn/verzoeken/:id/collega", provider, (*Server).assignRequest},
	{"POST", "/mijn/verzoeken/:id/gevoerd", provider, (*Server).holdRequest},
	{"POST", "/mijn/verzoeken/:id/uitkomst", provider, (*Server).concludeRequest},
	{"POST", "/mijn/verzoeken/:id/afwijzen", provider, (*Server).declineRequest},

	{"GET", "/consulent", consultant, (*Server).showConsultant},
	{"GET", "/consulent/cijfers", consultant, (*Server).showMunicipalityFigures},
	{"GET", "/consulent/verzoeken/nieuw", consultant, (*Server).showStartRequest},
	{"POST", "/consulent/concepten/:id/verwijderen", consultant, (*Server).dropDraft},
	{"GET", "/consulent/verzoeken/nieuw/:slug", consultant, (*Server).showSendRequest},
	{"POST", "/consulent/verzoeken/nieuw/:slug", consultant, (*Server).sendRequest},
	{"GET", "/consulent/verzoeken/:id", consultant, (*Server).showConsultantRequest},
	{"GET", "/consulent/verzoeken/:id/aanpassen", consultant, (*Server).showAmend},
	{"POST", "/consulent/verzoeken/:id/aanpassen", consultant, (*Server).amendRequest},
	{"POST", "/consulent/verzoeken/:id/momenten", consultant, (*Server).proposeRequest},
	{"POST", "/consulent/verzoeken/:id/momenten/:offer", consultant, (*Server).acceptOffered},
	{"POST", "/consulent/verzoeken/:id/niet-gekomen", consultant, (*Server).missedByConsultant},
	{"POST", "/consulent/verzoeken/:id/vervanger", consultant, (*Server).handOverRequest},
	{"POST", "/consulent/verzoeken/:id/intrekken", consultant, (*Server).withdrawRequest},

	{"GET", "/consulent/uitnodigingen", consultant, (*Server).showOwnInvitations},
	{"GET", "/consulent/uitnodigingen/nieuw", consultant, (*Server).showInvite},
	{"POST", "/consulent/uitnodigingen/nieuw", consultant, (*Server).invite},

	{"GET", "/beheer", staff, (*Server).showDesk},
	{"GET", "/beheer/aanmeldingen", enrollmentStaff, (*Server).showQueue},
	{"GET", "/beheer/aanmeldingen/:id", enrollmentStaff, (*Server).showReview},
	{"GET", "/beheer/aanmeldingen/:id/eisen/:code", reviewer, (*Server).showCheck},
	{"POST", "/beheer/aanmeldingen/:id/eisen/:code", reviewer, (*Server).saveCheck},
	{"GET", "/beheer/aanmeldingen/:id/aanvulling", reviewer, (*Server).showSupplement},
	{"POST", "/beheer/aanmeldingen/:id/aanvulling", reviewer, (*Server).requestSupplement},
	{"POST", "/beheer/aanmeldingen/:id/behandelaar", reviewer, (*Server).assignApplication},
	{"POST", "/beheer/aanmeldingen/:id/notities", enrollmentStaff, (*Server).addNote},
	{"POST", "/beheer/aanmeldingen/:id/kijkers", enrollmentGlance, (*Server).watchApplication},
	{"POST", "/beheer/aanmeldingen/:id/hervatten", reviewer, (*Server).resumeReview},
	{"POST", "/beheer/aanmeldingen/:id/afronden", reviewer, (*Server).completeReview},
	{"GET", "/beheer/aanmeldingen/:id/besluit", decider, (*Server).showDecision},
	{"POST", "/beheer/aanmeldingen/:id/besluit", decider, (*Server).decide},
	{"GET", "/beheer/aanmeldingen/:id/dossier", enrollmentStaff, (*Server).showCaseFile},
	{"GET", "/beheer/aanmeldingen/:id/dossier/pdf", enrollmentStaff, (*Server).caseFilePDF},
	{"GET", "/beheer/rapporten/open-house", enrollmentStaff, (*Server).showReport},
	{"GET", "/beheer/rapporten/open-house/export", enrollmentStaff, (*Server).exportReport},
	{"GET", "/beheer/aanmeldingen/:id/brief", enrollmentStaff, (*Server).showLetterOfDecision},
	{"GET", "/beheer/aanmeldingen/:id/brief/pdf", enrollmentStaff, (*Server).letterPDF},
	{"GET", "/beheer/teksten", reviewer, (*Server).showReasonTexts},
	{"GET", "/beheer/teksten/nieuw", reviewer, (*Server).showNewReasonText},
	{"POST", "/beheer/teksten/nieuw", reviewer, (*Server).addReasonText},
	{"GET", "/beheer/teksten/:id", reviewer, (*Server).showReasonText},
	{"POST", "/beheer/teksten/:id", reviewer, (*Server).saveReasonText},
	{"POST", "/beheer/teksten/:id/verwijderen", reviewer, (*Server).removeReasonText},
	{"GET", "/beheer/documenten/:id", enrollmentStaff, (*Server).openDocument},
	{"GET", "/beheer/contracten", enrollmentStaff, (*Server).showContracts},
	{"GET", "/beheer/contracten/export", enrollmentStaff, (*Server).exportContracts},
	{"GET", "/beheer/uitnodigingen", enrollmentStaff, (*Server).showStaffInvitations},
	{"GET", "/beheer/contracten/import", contractManager, (*Server).showContractImport},
	{"POST", "/beheer/contracten/import", contractManagerUpload, (*Server).checkContractImport},
	{"GET", "/beheer/contracten/import/sjabloon", contractManager, (*Server).downloadImportTemplate},
	{"GET", "/beheer/contracten/import/:id", contractManager, (*Server).showContractImportCheck},
	{"POST", "/beheer/contracten/import/:id", contractManager, (*Server).importContracts},
	{"GET", "/beheer/contracten/:id", enrollmentStaff, (*Server).showContract},
	{"POST", "/beheer/contracten/:id", contractManager, (*Server).countersign},
	{"GET", "/beheer/contracten/:id/pdf", enrollmentStaff, (*Server).staffAgreementPDF},
	{"POST", "/beheer/contracten/:id/scan", contractManager, (*Server).checkScan},
	{"GET", "/beheer/contracten/:id/besluit/:code", contractManager, (*Server).showRuling},
	{"POST", "/beheer/contracten/:id/besluit/:code", contractManager, (*Server).rule},
	{"POST", "/beheer/contracten/:id/besluit-intrekken", contractManager, (*Server).cancelRuling},
	{"GET", "/beheer/bewijsstukken/:id", enrollmentStaff, (*Server).showRenewal},
	{"POST", "/beheer/bewijsstukken/:id", contractManager, (*Server).checkRenewal},
	{"GET", "/beheer/overeenkomsten", agreementEditor, (*Server).showAgreements},
	{"GET", "/beheer/overeenkomsten/concept", agreementEditor, (*Server).showAgreementEdit},
	{"POST", "/beheer/overeenkomsten/concept", agreementEditor, (*Server).editAgreement},
	{"GET", "/beheer/overeenkomsten/:id", agreementEditor, (*Server).showAgreementVersion},
	{"GET", "/beheer/aanbieders", staff, (*Server).showProviders},
	{"GET", "/beheer/aanbieders/:id", staff, (*Server).showProvider},
	{"POST", "/beheer/aanbieders/:id/gezien", contractManager, (*Server).acknowledgeProfile},
	{"POST", "/beheer/aanbieders/:id/offline", contractManager, (*Server).takeOffline},
	{"POST", "/beheer/aanbieders/:id/online", contractManager, (*Server).putOnline},
	{"GET", "/beheer/lijsten/segmenten", staff, (*Server).showSegments},
	{"POST", "/beheer/lijsten/segmenten", administrator, (*Server).addSegment},
	{"GET", "/beheer/lijsten/doelgroepen", staff, (*Server).showTargetGroups},
	{"POST", "/beheer/lijsten/doelgroepen", listKeeper, (*Server).addTargetGroup},
	{"GET", "/beheer/lijsten/doelgroepen/:code", listKeeper, (*Server).showTargetGroup},
	{"POST", "/beheer/lijsten/doelgroepen/:code", listKeeper, (*Server).renameTargetGroup},
	{"POST", "/beheer/lijsten/doelgroepen/:code/verbergen", listKeeper, (*Server).retireTargetGroup},
	{"POST", "/beheer/lijsten/doelgroepen/:code/terugzetten", listKeeper, (*Server).restoreTargetGroup},
	{"GET", "/beheer/termijnen", staff, (*Server).showTerms},
	{"GET", "/beheer/termijnen/export", staff, (*Server).exportTerms},
	{"GET", "/beheer/termijnen/verzoeken", staff, (*Server).showTermsList},
	{"GET", "/beheer/termijnen/verzoeken/:id", staff, (*Server).showStaffRequest},
	{"POST", "/beheer/termijnen/verzoeken/:id/openen", textReader, (*Server).openRequest},
	{"GET", "/beheer/signalen", staff, (*Server).showSignals},
	{"GET", "/beheer/vindbaarheid/termijnen", administrator, (*Server).showFreshness},
	{"POST", "/beheer/vindbaarheid/termijnen", administrator, (*Server).changeFreshness},
	{"GET", "/beheer/vindbaarheid/synoniemen", staff, (*Server).showSynonyms},
	{"POST", "/beheer/vindbaarheid/synoniemen", staff, (*Server).addSynonym},
	{"GET", "/beheer/vindbaarheid/synoniemen/:id", staff, (*Server).showSynonym},
	{"POST", "/beheer/vindbaarheid/synoniemen/:id", staff, (*Server).saveSynonym},
	{"POST", "/beheer/vindbaarheid/synoniemen/:id/verwijderen", staff, (*Server).removeSynonym},
	{"GET", "/beheer/brieven", staff, (*Server).showLetters},
	{"GET", "/beheer/brieven/:id", staff, (*Server).showLetter},

	{"GET", "/beheer/open-house", staff, (*Server).showHouseDesk},
	{"GET", "/beheer/open-house/vragen", staff, (*Server).showStaffQuestions},
	{"GET", "/beheer/open-house/vragen/:id", staff, (*Server).showStaffQuestion},
	{"POST", "/beheer/open-house/vragen/:id", staff, (*Server).answerQuestion},
	{"POST", "/beheer/open-house/vragen/:id/niet-plaatsen", staff, (*Server).setQuestionAside},
	{"GET", "/beheer/open-house/procedure", administratorFresh, (*Server).showProcedure},
	{"POST", "/beheer/open-house/procedure", administratorTypes, (*Server).saveProcedure},
	{"GET", "/beheer/open-house/eisen/:version", administrator, (*Server).showRequirementSet},
	{"GET", "/beheer/open-house/eisen/:version/voorbeeld", administrator, (*Server).previewRequirementSet},
	{"GET", "/beheer/open-house/eisen/:version/verschil", administrator, (*Server).showDifference},
	{"POST", "/beheer/open-house/eisen/:version/concept", administrator, (*Server).draftRequirements},
	{"POST", "/beheer/open-house/eisen/:version/weggooien", administrator, (*Server).discardDraft},
	{"POST", "/beheer/open-house/eisen/:version/in-werking", administratorFresh, (*Server).publishRequirements},
	{"POST", "/beheer/open-house/eisen/:version/intrekken", administratorFresh, (*Server).withdrawRequirements},
	{"POST", "/beheer/open-house/eisen/:version/bevestigen", administratorFresh, (*Server).confirmRequirements},
	{"GET", "/beheer/open-house/eisen/:version/nieuw", administrator, (*Server).showNewRequirement},
	{"POST", "/beheer/open-house/eisen/:version/nieuw", administrator, (*Server).addRequirement},
	{"GET", "/beheer/open-house/eisen/:version/eis/:code", administrator, (*Server).showRequirement},
	{"POST", "/beheer/open-house/eisen/:version/eis/:code", administrator, (*Server).saveRequirement},
	{"POST", "/beheer/open-house/eisen/:version/eis/:code/omhoog", administrator, (*Server).moveRequirementUp},
	{"POST", "/beheer/open-house/eisen/:version/eis/:code/omlaag", administrator, (*Server).moveRequirementDown},
	{"POST", "/beheer/open-house/eisen/:version/eis/:code/verwijderen", administrator, (*Server).removeRequirement},

	{"GET", "/beheer/accounts", administrator, (*Server).showAccounts},
	{"GET", "/beheer/accounts/nieuw", administrator, (*Server).showNewAccount},
	{"POST", "/beheer/accounts/nieuw", administratorFresh, (*Server).createAccount},
	{"GET", "/beheer/accounts/export", administratorFresh, (*Server).exportAccounts},
	{"GET", "/beheer/accounts/:id", administrator, (*Server).showAccountRights},
	{"POST", "/beheer/accounts/:id", administratorFresh, (*Server).saveAccountRights},
	{"POST", "/beheer/accounts/:id/uitnodiging", administratorFresh, (*Server).reinviteAccount},
	{"POST", "/beheer/accounts/:id/tweede-stap", administratorFresh, (*Server).resetFactor},
	{"POST", "/beheer/accounts/:id/sluiten", administratorFresh, (*Server).closeAccount},
	{"POST", "/beheer/accounts/:id/opnieuw-toelaten", administratorFresh, (*Server).readmitAccount},
	{"GET", "/beheer/accounts/:id/gegevens", administratorFresh, (*Server).exportPersonData},
	{"GET", "/beheer/aanbieders/:id/gegevens", administratorFresh, (*Server).exportProviderData},
	{"GET", "/beheer/koppelingen", administrator, (*Server).showClients},
	{"GET", "/beheer/koppelingen/nieuw", administratorFresh, (*Server).showNewClient},
	{"POST", "/beheer/koppelingen/nieuw", administratorFresh, (*Server).createClient},
	{"GET", "/beheer/koppelingen/:id", administrator, (*Server).showClient},
	{"POST", "/beheer/koppelingen/:id/token", administratorFresh, (*Server).rotateClient},
	{"POST", "/beheer/koppelingen/:id/intrekken", administratorFresh, (*Server).revokeClient},
	{"POST", "/beheer/koppelingen/:id/adres", administratorFresh, (*Server).directWebhook},
	{"POST", "/beheer/koppelingen/:id/geheim", administratorFresh, (*Server).rotateWebhook},
	{"POST", "/beheer/koppelingen/:id/berichten-aan", administrator, (*Server).enableWebhook},
	{"POST", "/beheer/koppelingen/:id/berichten-uit", administrator, (*Server).disableWebhook},
	{"POST", "/beheer/koppelingen/:id/berichten/:event", administrator, (*Server).resendEvent},
	{"GET", "/beheer/kalender", administrator, (*Server).showCalendar},
	{"POST", "/beheer/kalender", administratorFresh, (*Server).addClosure},
	{"POST", "/beheer/kalender/:day/verwijderen", administratorFresh, (*Server).removeClosure},
	{"POST", "/beheer/kalender/opnieuw-berekenen", administratorFresh, (*Server).recalculateDueDates},
	{"GET", "/beheer/vernietiging", administrator, (*Server).showRetention},
	{"GET", "/beheer/vernietiging/klassen/:code", administrator, (*Server).showRetentionClass},
	{"GET", "/beheer/vernietiging/klassen/:code/termijn", administratorFresh, (*Server).showRetentionTerm},
	{"POST", "/beheer/vernietiging/klassen/:code/termijn", administratorTypes, (*Server).changeRetentionTerm},
	{"POST", "/beheer/vernietiging/klassen/:code/goedkeuren", administratorFresh, (*Server).approveDestruction},
	{"POST", "/beheer/vernietiging/bewaren", administratorFresh, (*Server).holdRecord},
	{"POST", "/beheer/vernietiging/bewaren/:id/opheffen", administratorFresh, (*Server).liftHold},
	{"GET", "/beheer/vernietiging/verklaringen/:id", administrator, (*Server).showDeclaration},
	{"GET", "/beheer/vernietiging/verklaringen/:id/pdf", administrator, (*Server).declarationPDF},
	{"GET", "/beheer/logboek", administrator, (*Server).showAudit},
	{"GET", "/beheer/logboek/export", administratorFresh, (*Server).exportAudit},

	{"GET", "/v1/openapi.json", openData, (*Server).v1Spec},
	{"GET", "/v1/aanbieders", openData, (*Server).v1Providers},
	{"GET", "/v1/aanbieders/:provider", openData, (*Server).v1Provider},
	{"GET", "/v1/dekking", openData, (*Server).v1Coverage},
	{"GET", "/v1/gemeenten", openData, (*Server).v1Municipalities},
	{"GET", "/v1/segmenten", openData, (*Server).v1Segments},
	{"GET", "/v1/producten", openData, (*Server).v1Products},
	{"GET", "/v1/doelgroepen", openData, (*Server).v1TargetGroups},
	{"GET", "/hsds", openData, (*Server).hsdsRoot},
	{"GET", "/hsds/", openData, (*Server).hsdsRoot},
	{"GET", "/hsds/services", openData, (*Server).hsdsServices},
	{"GET", "/hsds/services/:service", openData, (*Server).hsdsService},
	{"GET", "/hsds/organizations", openData, (*Server).hsdsOrganizations},
	{"GET", "/hsds/organizations/:organization", openData, (*Server).hsdsOrganization},
	{"GET", "/hsds/service_at_locations", openData, (*Server).hsdsServiceAtLocations},
	{"GET", "/hsds/service_at_locations/:place", openData, (*Server).hsdsServiceAtLocation},
	{"GET", "/hsds/taxonomies", openData, (*Server).hsdsTaxonomies},
	{"GET", "/hsds/taxonomies/:taxonomy", openData, (*Server).hsdsTaxonomy},
	{"GET", "/hsds/taxonomy_terms", openData, (*Server).hsdsTerms},
	{"GET", "/hsds/taxonomy_terms/:term", openData, (*Server).hsdsTerm},

	{"GET", "/sitemap.xml", machine, (*Server).sitemap},
	{"GET", "/sitemaps/:part", machine, (*Server).sitemapPart},
	{"POST", "/v1/matchingverzoeken", clientWrites, (*Server).sendClientRequest},
	{"GET", "/v1/matchingverzoeken", clientReads, (*Server).listClientRequests},
	{"GET", "/v1/matchingverzoeken/:id", clientReads, (*Server).showClientRequest},
	{"GET", "/v1/matchingverzoeken/:id/intrekking", clientReads, (*Server).showClientWithdrawal},
	{"POST", "/v1/matchingverzoeken/:id/intrekking", clientWithdraws, (*Server).withdrawClientRequest},

	{"GET", "/.well-known/security.txt", machine, (*Server).securityText},
	{"GET", "/health/live", machine, (*Server).live},
	{"GET", "/health/ready", machine, (*Server).ready},
	{"GET", "/robots.txt", machine, (*Server).robots},
	{"GET", "/static/*", machine, (*Server).static},
}

// demoMap is added by portal demo only.
var demoMap = []route{
	{"GET", "/demo", anyoneForm, (*Server).showDemo},
	{"POST", "/demo/inloggen", anyoneForm, (*Server).demoSignIn},
	{"POST", "/demo/zaaksysteem", machine, (*Server).demoSystem},
	{"GET", "/demo/mail", anyone, (*Server).showMailbox},
	{"GET", "/demo/mail/:id", anyone, (*Server).showMail},
}

// New builds the website. It fails when a template does not parse.
func New(config Config, services Services, log *slog.Logger) (*Server, error) {
	pages, err := newRenderer(templates.FS)
	if err != nil {
		return nil, err
	}
	s := &Server{Config: config, Services: services, pages: pages, kept: newPageCache(), open: openShelf{answers: newPageCache()}, log: log, routes: siteMap, theme: themeAddress(config.Theme)}
	if services.Demo != nil {
		s.routes = append(s.routes[:len(s.routes):len(s.routes)], demoMap...)
	}
	s.app = fiber.New(fiber.Config{
		AppName:                      "portal",
		StrictRouting:                true,
		CaseSensitive:                true,
		Immutable:                    true,
		StreamRequestBody:            true,
		DisablePreParseMultipartForm: true,
		BodyLimit:                    formLimit,
		ReadBufferSize:               headerLimit,
		ReadTimeout:                  readTimeout,
		WriteTimeout:                 writeTimeout,
		IdleTimeout:                  time.Minute,
		ErrorHandler:                 s.fail,
		TrustProxy:                   len(config.TrustedProxies) > 0,
		TrustProxyConfig:             fiber.TrustProxyConfig{Proxies: config.TrustedProxies},
		ProxyHeader:                  proxyHeader(config),
		EnableIPValidation:           true, // the nearest address that is no trusted proxy
	})
	s.app.Server().HeaderReceived = s.patience
	s.app.Use(s.guard)
	for _, r := range s.routes {
		if r.policy.upload {
			s.uploads = append(s.uploads, r)
		}
		s.app.Add([]string{r.method}, r.path, s.serve(r))
		if r.policy.open {
			s.app.Add([]string{fiber.MethodOptions}, r.path, preflight)
		}
	}
	return s, nil
}

// proxyHeader names the header with the visitor's address; without a trusted
// proxy none is believed.
func proxyHeader(config Config) string {
	if len(config.TrustedProxies) == 0 {
		return ""
	}
	return fiber.HeaderXForwardedFor
}

// Serve answers on the listener until ctx ends, then finishes the requests in
// hand. A connection that is still open after the grace period is no failure: it
// ends with the process.
func (s *Server) Serve(ctx context.Context, listener net.Listener, grace time.Duration) error {
	stopped := make(chan error, 1)
	go func() {
		stopped <- s.app.Listener(listener, fiber.ListenConfig{DisableStartupMessage: true})
	}()
	select {
	case err := <-stopped:
		return err
	case <-ctx.Done():
	}
	err := s.app.ShutdownWithTimeout(grace)
	if errors.Is(err, context.DeadlineExceeded) {
		s.log.Warn("connections were still open at the end")
		return nil
	}
	return errors.Join(err, <-stopped)
}
