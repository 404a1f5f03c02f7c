// The whole road as five people: a provider registers and applies, a reviewer
// and a decider admit, a contract manager countersigns, a resident finds the
// provider, a consultant asks for a conversation, and it is held on time.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { Mailbox, Person, openBrowser, pdf, steps } from "./browser.mjs";

const organisation = "Nieuwe Wegen Reuver";
const email = "noor.bosch@nieuwe-wegen.example";
const intake = "aanmelden@nieuwe-wegen.example";
const password = "een lang wachtwoord voor noor";
const documents = { UEA: {}, KVK: { issuedOn: -30 }, GVA: { issuedOn: -200 }, BEL: { issuedOn: -60 }, AVB: { validUntil: 300 }, KWA: { validUntil: 400 } };

let codes; // recovery codes of the provider
let browser, mail, provider, reviewer, decider, manager, resident, consultant;

before(async () => {
  browser = await openBrowser();
  const enter = (name) => Person.enter(browser, name);
  [provider, reviewer, decider, manager, resident, consultant] =
    await Promise.all(["provider", "reviewer", "decider", "manager", "resident", "consultant"].map(enter));
  mail = new Mailbox(resident.context.request);
});

after(async () => browser?.close());

const step = steps();

step("the provider registers and confirms the address", async () => {
  await provider.go("/");
  await provider.go("/registreren");
  await provider.fill({ kvk: "1234567", organisation, name: "Noor Bosch", email: "lotte.janssen@werkpad-venray.example", password: "kort" });
  await provider.press("Maak een account");
  assert.match(await provider.page.title(), /^Fout: /);
  assert.match(await provider.errorAt("kvk"), /8 cijfers/);
  assert.match(await provider.errorAt("email"), /account/);
  assert.match(await provider.errorAt("password"), /12/);
  assert.equal(await provider.page.locator("[name=organisation]").inputValue(), organisation, "what was typed stays");

  await provider.fill({ kvk: "0000 9876", email, password });
  await provider.press("Maak een account");
  const letter = await mail.next(/Bevestig uw e-mailadres/, email);
  await provider.go(letter.link);
  await provider.fill({ password });
  await provider.fill({ password });
  await provider.press("Bevestig mijn e-mailadres");
  await provider.fill({ email, password });
  await provider.press("Log in");
  await provider.go("/mijn");
  assert.equal(await provider.title(), "Inloggen", "the password alone opens nothing");
  await provider.go("/inloggen/code");
  await provider.fill({ code: "123" });
  await provider.press("Bevestig de app");
  assert.match(await provider.errorAt("code"), /klopt niet/);
  ({ codes } = await provider.setUpApp());
  assert.equal(codes.length, 10);
  assert.match(provider.page.url(), /\/mijn$/);
});

step("the provider fills in the application and sends it", async () => {
  await provider.go("/open-house");
  await provider.go("/open-house/eisen");
  await provider.go("/mijn/aanmelding");
  await provider.press("Begin met uw aanmelding");
  await provider.go("/mijn/aanmelding/contact");
  await provider.fill({ name: "Noor Bosch", email, phone: "077 012 34 56" });
  await provider.press("Opslaan");
  await provider.go("/mijn/organisatie");
  await provider.fill({ street: "Rijksweg 4", postcode: "5953 AB", place: "Reuver" });
  await provider.press("Opslaan");
  await provider.go("/mijn/aanmelding/tekenbevoegde");
  await provider.fill({ name: "Noor Bosch", function: "Directeur", email });
  await provider.press("Opslaan");
  await provider.go("/mijn/aanmelding/gemeenten");
  await provider.page.getByLabel("Beesel").check();
  await provider.press("Opslaan");

  await provider.go("/mijn/aanmelding/eisen/UEA");
  for (const [name, content, error] of [
    ["leeg.pdf", Buffer.alloc(0), /leeg/i],
    ["programma.pdf", Buffer.from("MZ\x90\x00" + "x".repeat(500)), /PDF/],
  ]) {
    await provider.page.locator("[name=file]").setInputFiles({ name, mimeType: "application/pdf", buffer: content });
    await provider.press("Opslaan");
    assert.match(await provider.errorAt("file"), error);
  }
  for (const [code, dates] of Object.entries(documents)) {
    await provider.go(`/mijn/aanmelding/eisen/${code}`);
    for (const [name, days] of Object.entries(dates)) await provider.date(name, days);
    await provider.page.locator("[name=file]").setInputFiles({ name: `${code}.pdf`, mimeType: "application/pdf", buffer: pdf(code) });
    await provider.press("Opslaan");
    await provider.page.waitForURL(/\/mijn\/aanmelding(\?|$)/); // a document is sent by a script
  }
  await provider.context.clearCookies();
  await provider.go("/inloggen");
  await provider.fill({ email, password });
  await provider.press("Log in");
  await provider.fill({ code: codes[0].toLowerCase() });
  await provider.press("Log in");
  for (const code of ["VOG", "TAR", "PVE"]) {
    await provider.go(`/mijn/aanmelding/eisen/${code}`);
    await provider.fill({ accepted: "true" });
    await provider.press("Opslaan");
  }
  await provider.go("/mijn/aanmelding/eisen/AVG");
  await provider.fill({ choice: "verantwoordelijke" });
  await provider.press("Opslaan");
  await provider.go("/mijn/aanmelding/controleren");
  await provider.press("Aanmelding versturen");
  await provider.sees(/AM-[2-9A-Z]{4}-[2-9A-Z]{2}/);
  await mail.next(/Wij hebben uw aanmelding ontvangen/, email);
});

step("a reviewer judges each requirement", async () => {
  await mail.next(/Aanmelding ontvangen van/, "rik.toetser@mgr.example");
  await reviewer.as(/Rik Toetser/);
  await reviewer.go("/beheer/aanmeldingen");
  await reviewer.press(new RegExp(organisation));
  const application = new URL(reviewer.page.url()).pathname;
  for (const code of [...Object.keys(documents), "VOG", "TAR", "PVE", "AVG"]) {
    await reviewer.go(`${application}/eisen/${code}`);
    await reviewer.fill({ outcome: "met" });
    await reviewer.press("Bewaar");
  }
  await reviewer.go(application);
  await reviewer.press(/Toets afronden|Rond/);
  await mail.next(/klaar voor besluit/, "bo.besluit@mgr.example");
});

step("a second person admits, and both sign", async () => {
  await decider.as(/Bo Besluit/);
  await decider.go("/beheer/aanmeldingen");
  await decider.press(new RegExp(organisation));
  await decider.press(/besluit/i);
  await decider.fill({ verdict: "admit" });
  await decider.press("Bekijk de brief");
  await decider.press("Neem het besluit");
  await mail.next(/is toegelaten/, email);
  await mail.next(/Onderteken uw raamovereenkomst/, email);

  await provider.go("/mijn/aanmelding");
  await provider.sees(/toegelaten/i);
  await provider.go("/mijn/overeenkomst");
  await provider.fill({ name: "Noor Bosch", function: "Directeur", agreed: "true" });
  await provider.press("Overeenkomst ondertekenen");
  await mail.next(/Raamovereenkomst ondertekend door/, "carla.contract@mgr.example");

  await manager.as(/Carla Contract/);
  await manager.go("/beheer/contracten");
  await manager.press(new RegExp(organisation));
  await manager.press("Teken de overeenkomst");
  await mail.next(/Uw raamovereenkomst gaat in/, email);
});

step("the provider publishes a profile with a verified intake point", async () => {
  const parts = {
    missie: { mission: "Wij helpen u met kleine stappen naar werk in een fietsenwerkplaats." },
    aanbod: { offer: "U leert fietsen repareren en helpt klanten. Een coach zoekt met u een baan.", products: "individuele-toeleiding" },
    doelgroep: { audience: "Mensen die met hun handen willen werken.", targetGroups: ["groeivermogen", "statushouders"] },
    gebied: { municipalities: ["GM0889", "GM0984"] },
    praktisch: { website: "https://www.nieuwe-wegen.example" },
  };
  await provider.go("/mijn/profiel");
  for (const [part, fields] of Object.entries(parts)) {
    await provider.go(`/mijn/profiel/onderdelen/${part}`);
    await provider.fill(fields);
    await provider.press("Bewaar in het concept");
  }
  await provider.go("/mijn/profiel/voorbeeld");
  await provider.sees("fietsenwerkplaats");
  await provider.go("/mijn/aanmeldpunt");
  await provider.fill({ name: "Team aanmelden", email: intake, phone: "077 012 34 57", hours: "Ma t/m vr 9.00–17.00 uur" });
  await provider.press("Bewaar het aanmeldpunt");
  const letter = await mail.next(/Bevestig het centraal aanmeldpunt/, intake);
  await resident.go(letter.link);
  await resident.press("Bevestig dit e-mailadres");
  await provider.go("/mijn/profiel/voorbeeld");
  await provider.press("Publiceer dit profiel");
  await mail.next(/Uw profiel staat online/, email);
});

step("a resident finds the provider without account or cookie", async () => {
  await resident.context.clearCookies();
  await resident.go("/");
  await resident.page.locator("[name=q]").fill("fietsen repareren");
  await resident.page.locator("select[name=gemeente]").selectOption("venray");
  await resident.press("Zoek");
  await resident.press(organisation);
  assert.equal(await resident.title(), organisation);
  await resident.sees("fietsenwerkplaats");
  assert.deepEqual(await resident.context.cookies(), [], "the finder sets no cookie");
  await resident.go("/aanbieders?q=bestaatnietxyz&gemeente=venray");
});

step("a consultant asks, the provider answers and holds the conversation on time", async () => {
  await consultant.as(/Vera Venray/);
  await consultant.go("/aanbieders?q=fietsenwerkplaats");
  await consultant.press(organisation);
  await consultant.press("Stuur een matchingsverzoek");
  const question = "Wil graag leren fietsen maken en daarna werken in een winkel.";
  await consultant.fill({ ownReference: "W-2026-77", product: "individuele-toeleiding", question: `${question} 111222333`, preferredWay: "table", residentChose: "true" });
  await consultant.press("Verstuur het verzoek");
  assert.match(await consultant.errorAt("question"), /burgerservicenummer/);
  await consultant.fill({ question });
  await consultant.press("Verstuur het verzoek");
  await consultant.sees(/MV-[2-9A-Z]{4}-[2-9A-Z]{2}/);
  const reference = (await consultant.main()).match(/MV-[2-9A-Z]{4}-[2-9A-Z]{2}/)[0];
  const about = (subject) => new RegExp(`${subject} \\(${reference}\\)`);
  const letter = await mail.next(about("Nieuw matchingsverzoek"), intake);
  assert.ok(!letter.text.includes("fietsen maken"), "the letter holds nothing of the resident");
  await mail.next(about("Uw matchingsverzoek is verstuurd"), "vera.venray@gemeente-gm0984.example");

  const other = await Person.enter(browser, "stranger");
  await other.as(/Lou Venlo/);
  const answer = await other.go(new URL(consultant.page.url()).pathname);
  assert.equal(answer.status(), 404, "a consultant of another municipality");
  await other.leave();

  await provider.go(letter.link);
  await provider.press("Bevestig de ontvangst");
  await mail.next(about("De aanbieder heeft uw verzoek gelezen"), "vera.venray@gemeente-gm0984.example");
  await provider.date("date", 1);
  await provider.fill({ time: "10.30", way: "table", place: "Rijksweg 1, Reuver" });
  await provider.press("Leg de afspraak vast");
  await mail.next(about("Afspraak voor het matchingsgesprek"), "vera.venray@gemeente-gm0984.example");
  await provider.date("heldOn", 0);
  await provider.press("Leg vast dat het gesprek is gevoerd");
  await mail.next(about("Het matchingsgesprek is gevoerd"), "vera.venray@gemeente-gm0984.example");
  await provider.fill({ fits: "yes" });
  await provider.date("expectedStartOn", 14);
  await provider.press("Verstuur de uitkomst");
  await consultant.page.reload();
  await consultant.look();
  await consultant.sees(/op tijd/i);
});

step("staff see the request in the term overview", async () => {
  await manager.go("/beheer");
  await manager.go("/beheer/termijnen");
  const row = manager.page.locator("tr", { hasText: organisation });
  assert.match(await row.innerText(), /100 %/);
  await manager.go("/beheer/brieven");
  assert.ok(!(await manager.main()).includes("fietsen maken"));
});

step("pages about the website are accessible too", async () => {
  for (const path of ["/privacy", "/cookies", "/toegankelijkheid", "/contact", "/wachtwoord-vergeten", "/bestaat-niet", "/aanbieders?lang=en"]) {
    await resident.go(path);
  }
});
