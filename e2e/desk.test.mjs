// What the MGR does around applications: a question answered for everybody, a
// new version of the requirements, contracts imported and a contract suspended.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Mailbox, Person, openBrowser, steps } from "./browser.mjs";

let browser, administrator, manager, reviewer, resident, mail;

before(async () => {
  browser = await openBrowser();
  const enter = (name) => Person.enter(browser, name);
  [administrator, manager, reviewer, resident] = await Promise.all(["administrator", "contracts", "desk-reviewer", "visitor"].map(enter));
  mail = new Mailbox(resident.context.request);
  await administrator.as(/Ad Beheer/);
  await manager.as(/Carla Contract/);
  await reviewer.as(/Rik Toetser/);
});

after(async () => browser?.close());

test("a question is asked without account and answered for everybody", async () => {
  const asker = "vragen@nieuwkomer.example";
  const question = "Telt een verklaring uit België ook als bewijs?";
  await resident.go("/open-house/vragen");
  await resident.go("/open-house/vragen/stellen");
  await resident.fill({ question, email: asker });
  await resident.press("Verstuur uw vraag");
  await reviewer.go("/beheer/open-house/vragen");
  await reviewer.press(/België|verklaring uit/);
  await reviewer.fill({ questionNL: question, answerNL: "Ja, een verklaring uit een ander land van de EU telt ook." });
  await reviewer.press("Plaats vraag en antwoord");
  await mail.next(/Uw vraag over de eisen is beantwoord/, asker);
  await resident.go("/open-house/vragen");
  await resident.sees("een ander land van de EU");
  assert.ok(!(await resident.main()).includes(asker));
});

test("the procedure is changed, with what it was beside it", async () => {
  await administrator.go("/beheer/open-house/procedure");
  await administrator.fill({ countersign: "12" });
  await administrator.press("Procedure opslaan");
  await administrator.go("/beheer/open-house/procedure");
  await administrator.sees("12");
});

test("a new version of the requirements is written, compared and planned", async () => {
  await administrator.go("/beheer/open-house");
  await administrator.press(/Maak een nieuwe versie van versie/);
  const draft = new URL(administrator.page.url()).pathname;
  await administrator.go(`${draft}/eis/TAR`);
  await administrator.fill({ titleNL: "Wij werken met vaste tarieven" });
  await administrator.press("Eis opslaan");
  await administrator.go(`${draft}/verschil`);
  await administrator.sees("Wij werken met vaste tarieven");
  await administrator.go(`${draft}/voorbeeld`);
  await administrator.go(draft);
  await administrator.date("on", 60);
  await administrator.press("Stel deze versie vast");
  await administrator.sees(/Gaat nog gelden/);
  await resident.go("/open-house/eisen/versies");
  await resident.go(`/open-house/eisen/versies/${draft.split("/").pop()}`);
  await resident.sees("Wij werken met vaste tarieven");
});

const columns = "Organisatie;KvK-nummer;Segment;Contractnummer;Ingangsdatum";
const sheet = (...rows) => Buffer.from([columns, ...rows].join("\r\n") + "\r\n");

test("an import shows each mistake by row, and then what it will do", async () => {
  await manager.go("/beheer/contracten/import");
  await manager.attach("fout.csv", sheet("Oud en Wijs;1234;2;RO-OUD-1;31-1-2022", "Tweede Kans;00005012;9;RO-OUD-2;32-1-2022"), "text/csv");
  await manager.press("Controleer het bestand");
  await manager.sees(/8 cijfers/);
  await manager.sees(/Dit is geen datum/);
  await manager.sees(/segment/i);
  const good = sheet("Oud en Wijs;00005004;2;RO-OUD-1;31-1-2022", "Tweede Kans;00005012;2;RO-OUD-2;28-2-2022");
  await manager.attach("goed.csv", good, "text/csv");
  await manager.press("Controleer het bestand");
  await manager.sees("Nieuwe contracten");
  await manager.press("Importeer deze contracten");
  await manager.sees("De contracten zijn geïmporteerd");
  await resident.go("/aanbieders/register");
  await resident.sees("Tweede Kans");
  await manager.go("/beheer/contracten/import");
  await manager.attach("later.csv", sheet("Oud en Wijs;00005004;2;RO-OUD-1;1-2-2022"), "text/csv");
  await manager.press("Controleer het bestand");
  await manager.sees("1 februari 2022");
  assert.doesNotMatch(await manager.main(), /2022-0\d-/, "dates are written out");
});

const step = steps();
let name, page, contract;

// found waits until the finder shows the provider so many times: each instance
// keeps its own index, which follows within a second or two.
async function found(times) {
  for (let tries = 0; tries < 20; tries++) {
    await resident.go(`/aanbieders?q=${encodeURIComponent(name)}`);
    if (await resident.page.locator("main").getByRole("link", { name, exact: true }).count() === times) return;
    await resident.page.waitForTimeout(500);
  }
  assert.fail(`the finder does not show ${name} ${times} times`);
}

step("a suspended provider leaves the finder", async () => {
  await resident.go("/aanbieders?gemeente=venlo");
  const card = resident.page.locator(".results .card__title a, .result h2 a, .result h3 a").last();
  name = (await card.innerText()).trim();
  page = await card.getAttribute("href");
  await manager.go(`/beheer/contracten?lijst=active&q=${encodeURIComponent(name)}`);
  await manager.press(name);
  contract = new URL(manager.page.url()).pathname;
  await manager.press("Contract schorsen");
  await manager.press("Schorsen");
  assert.match(await manager.page.title(), /^Fout: /);
  await manager.fill({ cause: "agreements-broken", reasons: "U hebt de verslagen van drie trajecten niet gestuurd." });
  await manager.press("Schorsen");
  await mail.next(/is geschorst vanaf/, "");
  await found(0);
});

step("and comes back when it is active again", async () => {
  await manager.go(contract);
  await manager.press("Contract weer actief maken");
  await manager.fill({ cause: "solved", reasons: "De verslagen zijn er nu." });
  await manager.press("Weer actief maken");
  await mail.next(/geldt weer vanaf/, "");
  await found(1);
  await resident.go(page);
  assert.equal(await resident.title(), name);
});
