// An application on which two people of a provider work, that is supplemented and
// then rejected.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { Mailbox, Person, openBrowser, pdf, steps } from "./browser.mjs";
import * as people from "./people.mjs";
import { docx } from "./docx.mjs";

const organisation = "De Springplank Gennep";
const sam = { kvk: "00004312", organisation, name: "Sam Theunissen", email: "sam.theunissen@springplank.example", password: "een lang wachtwoord voor sam" };
const kim = { name: "Kim Derks", email: "kim.derks@springplank.example", password: "een lang wachtwoord voor kim" };
const jule = {
  where: "abroad", country: "DE", registerName: "Handelsregister Kleve", registerNumber: "hrb 4711",
  organisation: "Brücke zur Arbeit", name: "Jule Brandt", email: "jule.brandt@bruecke.example", password: "een lang wachtwoord voor jule",
};
const reviewers = "rik.toetser@mgr.example";

let browser, mail, applicant, colleague, neighbour, reviewer, decider, manager, resident;
let application; // as staff see it

before(async () => {
  browser = await openBrowser();
  const enter = (name) => Person.enter(browser, name);
  [applicant, colleague, neighbour, reviewer, decider, manager, resident] =
    await Promise.all(["applicant", "colleague", "neighbour", "reviewer", "decider", "manager", "resident"].map(enter));
  mail = new Mailbox(decider.context.request);
});

after(async () => browser?.close());

const step = steps();

step("the applicant registers and lets a colleague in", async () => {
  await people.register(applicant, mail, sam);
  await applicant.go("/open-house/past-dit");
  await applicant.go("/mijn/aanmelding");
  await applicant.press("Begin met uw aanmelding");
  await applicant.go("/mijn/collegas");
  await applicant.fill({ name: kim.name, email: kim.email, role: "member" });
  await applicant.press("Verstuur de uitnodiging");
  await people.join(colleague, await mail.next(/Kies een wachtwoord voor uw account/, kim.email), kim);
  await colleague.go("/mijn/aanmelding");
});

step("who saves second sees what the first one wrote", async () => {
  await people.describe(applicant, sam);
  await applicant.go("/mijn/aanmelding/contact");
  await colleague.go("/mijn/aanmelding/contact");
  await applicant.fill({ phone: "077 111 22 33" });
  await applicant.press("Opslaan");
  await colleague.fill({ phone: "077 444 55 66" });
  await colleague.press("Opslaan");
  await colleague.sees(/077[ -]?111 ?22 ?33/);
  assert.equal(await colleague.page.locator("[name=phone]").inputValue(), "077 444 55 66", "the own text stays");
  await colleague.press("Opslaan");
  await applicant.go("/mijn/aanmelding/contact");
  assert.match(await applicant.page.locator("[name=phone]").inputValue(), /444/);
});

step("both fill in the application, and it is sent", async () => {
  for (const code of people.requirements) {
    const file = code === "KWA" ? { name: "keurmerk.docx", buffer: docx("Keurmerk"), mimeType: docx.type } : undefined;
    await people.answer(code === "KVK" ? colleague : applicant, code, file);
  }
  await colleague.go("/mijn/aanmelding");
  await applicant.go("/mijn/aanmelding/controleren");
  await applicant.sees("keurmerk.docx");
  await applicant.press("Aanmelding versturen");
  await applicant.sees(people.reference);
  await mail.next(/Wij hebben uw aanmelding ontvangen/, sam.email);
  await mail.next(/Aanmelding ontvangen van De Springplank/, reviewers);
  await colleague.go("/mijn/aanmelding");
  const sent = await applicant.page.locator("main a[href*='/verzonden/']").first().getAttribute("href").catch(() => null)
    ?? await colleague.page.locator("main a[href*='/verzonden/']").first().getAttribute("href");
  await colleague.go(sent);
  const paper = await colleague.read(`${sent}/pdf`);
  assert.deepEqual([paper.status, paper.type, paper.body.subarray(0, 5).toString()], [200, "application/pdf", "%PDF-"]);
});

step("the reviewer reads the document in the page and asks for a supplement", async () => {
  await reviewer.as(/Rik Toetser/);
  await reviewer.go("/beheer/aanmeldingen?lijst=nieuw");
  await reviewer.press(new RegExp(organisation));
  application = new URL(reviewer.page.url()).pathname;
  await reviewer.go(`${application}/eisen/UEA`);
  const viewer = await Promise.any([1, 2, 3, 4, 5].map(async (n) => {
    await reviewer.page.waitForTimeout(n * 700);
    const shown = reviewer.page.frames().find((frame) => frame.url().startsWith("chrome-extension://"));
    assert.ok(shown, "the frame holds the browser's PDF viewer");
    return shown;
  }));
  assert.equal((await viewer.locator("#pageSelector, viewer-page-selector, #toolbar").count()) > 0, true, "the viewer shows the document");
  await reviewer.go(`${application}/eisen/KWA`);
  assert.equal(await reviewer.page.locator("iframe").count(), 0, "a text document is only downloaded");
  await people.judge(reviewer, application, { UEA: { outcome: "supplement-needed", reasons: "De handtekening ontbreekt op bladzijde 4." } });
  await reviewer.press("Vraag de aanvulling");
  await reviewer.sees("De handtekening ontbreekt");
  await reviewer.press("Verstuur het verzoek");
  await mail.next(/Vul uw aanmelding aan/, sam.email);
  await reviewer.go("/beheer/aanmeldingen?lijst=wacht-op-aanbieder");
  await reviewer.sees(organisation);
});

step("only what was asked is open; the answer brings it back in the queue", async () => {
  await colleague.go("/mijn/aanmelding");
  await colleague.sees(/werkdag/);
  const open = await colleague.page.locator("main a[href*='/mijn/aanmelding/eisen/']").evaluateAll((all) => all.map((a) => a.pathname.split("/").pop()));
  assert.deepEqual([...new Set(open)], ["UEA"], "tasks that are open");
  await colleague.page.goto("/mijn/aanmelding/eisen/KVK");
  assert.equal(await colleague.page.locator("main form[action$='/eisen/KVK']").count(), 0, "another part has no form");
  await colleague.go("/mijn/aanmelding/eisen/UEA");
  await colleague.sees("De handtekening ontbreekt");
  await people.answer(colleague, "UEA", { name: "UEA-getekend.pdf", buffer: pdf("UEA met handtekening") });
  await colleague.go("/mijn/aanmelding/controleren");
  await colleague.press("Aanvulling versturen");
  await mail.next(/Aanmelding ontvangen van De Springplank/, reviewers);
  await reviewer.go("/beheer/aanmeldingen?lijst=wacht-op-aanbieder");
  assert.ok(!(await reviewer.main()).includes(organisation), "it no longer waits for the provider");
  await reviewer.go("/beheer/aanmeldingen?lijst=in-toets");
  await reviewer.sees(organisation);
});

step("it is rejected, in a letter that is read before it is sent", async () => {
  await reviewer.go(`${application}/eisen/UEA`);
  await reviewer.sees("UEA-getekend.pdf");
  await reviewer.fill({ outcome: "not-met", reasons: "De handtekening is van iemand die niet mag tekenen." });
  await reviewer.press("Bewaar");
  await reviewer.go(application);
  await reviewer.press("Rond de toets af");
  await mail.next(/klaar voor besluit/, "bo.besluit@mgr.example");
  await decider.as(/Bo Besluit/);
  await decider.go(application);
  await people.decide(decider, application, { verdict: "reject", reasons: "De eigen verklaring is niet geldig getekend." }, "iemand die niet mag tekenen");
  const letter = await mail.next(/Besluit op uw aanmelding/, sam.email);
  assert.ok(!letter.text.includes("iemand die niet mag tekenen"), "the reasons stand on the website, not in the mail");
  await applicant.go("/mijn/aanmelding");
  await applicant.sees("iemand die niet mag tekenen");
  await applicant.go("/mijn/aanmelding/besluit");
  const paper = await applicant.read("/mijn/aanmelding/besluit/pdf");
  assert.deepEqual([paper.status, paper.type], [200, "application/pdf"]);
  await decider.go(`${application}/dossier`);
  const file = await decider.read(`${application}/dossier/pdf`);
  assert.deepEqual([file.status, file.type], [200, "application/pdf"]);
});

step("a new application takes over the answers that were right", async () => {
  await applicant.go("/mijn/aanmelding");
  await applicant.press("Begin een nieuwe aanmelding");
  assert.ok((await applicant.page.locator("main input[type=checkbox]:checked").count()) > 0, "answers are proposed");
  await applicant.press("Begin een nieuwe aanmelding");
  await people.answer(applicant, "UEA", { name: "UEA-nieuw.pdf", buffer: pdf("UEA opnieuw") });
  for (const code of people.requirements.filter((one) => !people.documents[one])) await people.answer(applicant, code); // said again, never taken over
  await applicant.go("/mijn/aanmelding/controleren");
  await applicant.press("Aanmelding versturen");
  await mail.next(/Wij hebben uw aanmelding ontvangen/, sam.email);
  await mail.next(/Aanmelding ontvangen van De Springplank/, reviewers);
});

step("it is admitted by a second person", async () => {
  await reviewer.go("/beheer/aanmeldingen?lijst=nieuw");
  await reviewer.press(new RegExp(organisation));
  application = new URL(reviewer.page.url()).pathname;
  await people.judge(reviewer, application);
  await reviewer.press("Rond de toets af");
  await mail.next(/klaar voor besluit/, "bo.besluit@mgr.example");
  await people.decide(decider, application, { verdict: "admit" }, /toegelaten|Toegelaten|laten.* toe/);
  await mail.next(/is toegelaten/, sam.email);
  await mail.next(/Onderteken uw raamovereenkomst/, sam.email);
});

step("an authorised person signs, the MGR too, and the register names the provider", async () => {
  await applicant.go("/mijn/overeenkomst");
  await applicant.fill({ name: "Sam Theunissen", function: "Directeur", agreed: "true" });
  await applicant.press("Overeenkomst ondertekenen");
  await mail.next(/Raamovereenkomst ondertekend door De Springplank/, "carla.contract@mgr.example");
  const paper = await applicant.read("/mijn/overeenkomst/pdf");
  assert.deepEqual([paper.status, paper.type, paper.body.subarray(0, 5).toString()], [200, "application/pdf", "%PDF-"]);
  await manager.as(/Carla Contract/);
  await manager.go("/beheer/contracten");
  await manager.press(new RegExp(organisation));
  await manager.press("Teken de overeenkomst");
  await mail.next(/Uw raamovereenkomst gaat in/, sam.email);
  await resident.go("/aanbieders/register");
  await resident.sees(organisation);
});

step("an organisation from Germany registers without a KvK number", async () => {
  await neighbour.go("/registreren");
  const visible = (name) => neighbour.page.locator(`main [name=${name}]`).isVisible();
  assert.deepEqual([await visible("kvk"), await visible("country")], [true, false], "the Dutch register at first");
  await neighbour.fill({ where: "abroad" });
  assert.deepEqual([await visible("kvk"), await visible("country")], [false, true], "the fields go with the choice");
  await neighbour.look();
  await people.register(neighbour, mail, jule);
  await neighbour.go("/mijn/organisatie");
  await neighbour.sees("HRB 4711 (Handelsregister Kleve, Duitsland)");
  assert.equal(await neighbour.page.locator("[name=country]").inputValue(), "Duitsland");
});
