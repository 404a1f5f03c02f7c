package portal

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	demodata "providerportal/cmd/portal/sample"
	"providerportal/enrollment"
	"providerportal/internal/account"
)

// abroad is what somebody from Germany fills in.
func abroad() url.Values {
	fields := registration()
	fields.Del("kvk")
	for name, value := range map[string]string{
		"where": "abroad", "country": "DE", "registerName": "Handelsregister Kleve", "registerNumber": "hrb 4711",
	} {
		fields.Set(name, value)
	}
	return fields
}

const kleve = "HRB 4711 (Handelsregister Kleve, Duitsland)"

// TestForeignOrganisationIsAdmitted walks the whole road of an organisation without
// KvK number (OH-5): registration, application, admission, contract, register.
func TestForeignOrganisationIsAdmitted(t *testing.T) {
	s := newSite(t)
	b := s.visitor()
	p := b.submit(t, b.get(t, "/registreren"), registerFormAt, abroad())
	if p.location != "/registreren/verstuurd" {
		t.Fatalf("after registering: %s %s", p.location, p.text(".error-summary"))
	}
	b.submit(t, b.get(t, linkIn(t, s.letters(t, "confirm_email")[0])), "main form", url.Values{"password": abroad()["password"]})
	user, err := account.ByEmail(s.db.Gorm, abroad().Get("email"))
	must(t, err)
	b = s.as(t, user.Actor("test"))

	p = b.get(t, organisationPath)
	wantText(t, p, "main dl", kleve)
	if country := p.doc.Find("#country").AttrOr("value", ""); country != "Duitsland" || p.doc.Find("#foreignRegister").Length() != 0 {
		t.Errorf("the seat is in %q by default", country)
	}
	id, err := s.make.Submitted(t.Context(), b.actor)
	must(t, err)
	dossier, err := s.Domain.Enrollment.Dossier(t.Context(), b.actor, id)
	must(t, err)
	wantText(t, b.get(t, "/mijn/aanmelding/verzonden/"+dossier.Submissions[0].ID.String()), "main", kleve)

	desk := s.people(t)
	reviewer := s.as(t, desk.Reviewer)
	for _, typed := range []string{"hrb4711", "HRB 4711", "4711"} {
		wantText(t, reviewer.get(t, "/beheer/aanmeldingen?lijst=alles&q="+url.QueryEscape(typed)), "tbody", "Groen & Doen")
	}
	other := demodata.Neighbour // of another court, or registered twice
	other.Abroad.Register, other.Abroad.Number = "Amtsgericht Kleve", "HRB-4711"
	_, err = s.make.Applicant(t.Context(), other)
	must(t, err)
	p = reviewer.get(t, "/beheer/aanmeldingen/"+id.String())
	wantText(t, p, "main", kleve)
	wantText(t, p, "main", "Zelfde nummer in een ander register "+other.Name+", HRB-4711 (Amtsgericht Kleve, Duitsland)")
	must(t, s.make.Reviewed(t.Context(), desk.Reviewer, id))
	must(t, s.Domain.Enrollment.Decide(t.Context(), desk.Decider, id, enrollment.Verdict{Admit: true}))
	contract, err := s.Domain.Enrollment.OwnContract(t.Context(), b.actor)
	must(t, err)
	if !strings.Contains(contract.AgreementText, "onder nummer "+kleve) {
		t.Errorf("the agreement says: %.300s", contract.AgreementText)
	}
}

// TestRegisterNamesMistakesInAForeignRegister: beside each field, with what was
// typed, and the fields that belong to the choice.
func TestRegisterNamesMistakesInAForeignRegister(t *testing.T) {
	s := newSite(t)
	b := s.visitor()
	page := b.get(t, "/registreren")
	if page.doc.Find("#where:checked").AttrOr("value", "") != "kvk" {
		t.Error("the Dutch register is not the choice at first")
	}
	fields := abroad()
	fields.Set("country", "NL")
	fields.Set("registerName", "")
	fields.Set("registerNumber", "=1+1")
	p := b.submit(t, page, registerFormAt, fields)
	for field, want := range map[string]string{
		"country": "Kies een land uit de lijst", "registerName": "Vul in: Naam van het register", "registerNumber": "letters en cijfers",
	} {
		if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.errorAt(field), want) {
			t.Errorf("%s: %d %q, want %q", field, p.status, p.errorAt(field), want)
		}
	}
	if p.errorAt("kvk") != "" || p.doc.Find("#registerNumber").AttrOr("value", "") != "=1+1" {
		t.Error("the KvK number is asked as well, or what was typed is lost")
	}
	fields = abroad()
	fields.Set("where", "kvk") // who does not see that there is a choice
	fields.Set("registerNumber", "")
	p = b.submit(t, page, registerFormAt, fields)
	if p.errorAt("registerNumber") == "" || p.doc.Find("[name=where]:checked").AttrOr("value", "") != "abroad" {
		t.Errorf("only foreign fields: %s", p.text(".error-summary"))
	}
	if p.doc.Find("#country option[selected]").AttrOr("value", "") != "DE" {
		t.Error("the chosen country is lost")
	}
}

// TestForeignOrganisationIsKnown: the same entry in another spelling leads to
// asking to join, as with a KvK number; the same number of another court is
// another organisation.
func TestForeignOrganisationIsKnown(t *testing.T) {
	s := newSite(t)
	admin, err := s.make.Applicant(t.Context(), demodata.Neighbour)
	must(t, err)
	b := s.visitor()
	fields := abroad()
	fields.Set("registerName", "handelsregister  KLEVE")
	fields.Set("registerNumber", "HRB00042")
	p := b.submit(t, b.get(t, "/registreren"), registerFormAt, fields)
	if !strings.Contains(p.errorAt("registerNumber"), "heeft al een account") {
		t.Fatalf("known: %d %s", p.status, p.text(".error-summary"))
	}
	p = b.get(t, p.doc.Find("main .notice a[href^='/registreren/aansluiten']").AttrOr("href", ""))
	p = b.submit(t, p, joinFormAt, url.Values{"name": {"Noor"}, "email": {"noor@zorg.example"}})
	if p.text("h1") != "Bijna klaar: kijk in uw e-mail" {
		t.Fatalf("asking to join: %s", p.text("main"))
	}
	b.submit(t, b.get(t, linkIn(t, s.letters(t, "join_confirm")[0])), "main form", nil)
	wantText(t, s.as(t, admin).get(t, "/mijn/collegas"), "#verzoeken", "Noor")

	fields.Set("registerName", "Handelsregister Duisburg")
	if p = b.submit(t, b.get(t, "/registreren/aansluiten"), joinFormAt, fields); p.doc.Find("main .notice a[href*='country=DE']").Length() != 1 {
		t.Errorf("another court: %s", p.text("main"))
	}
	if p = b.submit(t, b.get(t, "/registreren"), registerFormAt, fields); p.location != "/registreren/verstuurd" {
		t.Errorf("the same number at another court: %s", p.text(".error-summary"))
	}
}

// TestForeignProviderInPublic: the register, the API and the open data name the
// foreign entry and no KvK number.
func TestForeignProviderInPublic(t *testing.T) {
	s := newSite(t)
	s.contracted(t)
	actor, err := s.make.Findable(t.Context(), s.people(t), demodata.Neighbour)
	must(t, err)
	b := s.visitor()
	const entry = "HRB 00042 (Handelsregister Kleve, Duitsland)"
	wantText(t, b.get(t, "/aanbieders/register?q=00042&sorteer=kvk"), "tbody", entry)
	if p := b.get(t, "/aanbieders/register?q=Werkstatt&sorteer=-kvk"); p.doc.Find("tbody tr").Length() != 1 {
		t.Errorf("the register by name: %s", p.text("main"))
	}
	id := actor.ProviderID.String()
	for path, want := range map[string]string{
		"/aanbieders/register.csv":                `Werkstatt Niederrhein gGmbH,,individueel,2026-04-01,,DE,Handelsregister Kleve,HRB 00042`,
		"/aanbieders/register.json":               `"register_country":"DE","register_name":"Handelsregister Kleve","register_number":"HRB 00042"`,
		"/v1/aanbieders/" + id:                    `"kvkNummer":null,"registratie":{"land":"DE","register":"Handelsregister Kleve","nummer":"HRB 00042"}`,
		"/hsds/organizations/" + id:               `"identifier_type":"Handelsregister Kleve (DE)","identifier":"HRB 00042"`,
		"/open-data/aanbieders.csv":               `,DE,Handelsregister Kleve,HRB 00042`,
		"/open-data/aanbieders.json":              `"kvkNummer":"00000001","registratie":{"land":"NL"`,
		"/aanbieders/werkstatt-niederrhein-ggmbh": `"propertyID":"Handelsregister Kleve (DE)","value":"HRB 00042"`,
	} {
		if p := b.get(t, path); p.status != http.StatusOK || !strings.Contains(p.body, want) {
			t.Errorf("%s: %d %.600s", path, p.status, p.body)
		}
	}
	manager := s.staff(t, account.RoleContractManager)
	wantText(t, manager.get(t, "/beheer/contracten?lijst=active&q=hrb+00042"), "tbody", demodata.Neighbour.Name)
	wantText(t, manager.get(t, "/beheer/aanbieders?q=HRB00042"), "tbody", entry)
	wantText(t, manager.get(t, "/beheer/aanbieders/"+id), "main", entry)
}

// TestForeignOrganisationExportsItself: the whole of what is kept about it names
// the entry (AVG-7).
func TestForeignOrganisationExportsItself(t *testing.T) {
	s := newSite(t)
	actor, err := s.make.Applicant(t.Context(), demodata.Neighbour)
	must(t, err)
	export, err := s.Domain.Directory.ExportProvider(t.Context(), actor, actor.ProviderID)
	must(t, err)
	told, err := json.Marshal(export)
	must(t, err)
	if !strings.Contains(string(told), `"register_country":"DE","register_name":"Handelsregister Kleve","register_number":"HRB 00042"`) || strings.Contains(string(told), `"kvk"`) {
		t.Errorf("the export: %.300s", told)
	}
}
