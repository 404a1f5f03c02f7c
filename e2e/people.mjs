// Roads that more tests walk: a provider registers and fills in an application,
// a reviewer judges it, a decider decides.
import { pdf } from "./browser.mjs";

export const documents = { UEA: {}, KVK: { issuedOn: -30 }, GVA: { issuedOn: -200 }, BEL: { issuedOn: -60 }, AVB: { validUntil: 300 }, KWA: { validUntil: 400 } };
export const requirements = [...Object.keys(documents), "VOG", "TAR", "PVE", "AVG"];
export const reference = /AM-[2-9A-Z]{4}-[2-9A-Z]{2}/;

// register makes an account for the organisation with its first person; the rest
// of what is given says where it is registered.
export async function register(person, mail, { organisation, name, email, password, ...entry }) {
  await person.go("/registreren");
  await person.fill({ ...entry, organisation, name, email, password });
  await person.press("Maak een account");
  await person.go((await mail.next(/Bevestig uw e-mailadres/, email)).link);
  await person.fill({ password });
  await person.press("Bevestig mijn e-mailadres");
  await person.fill({ email, password });
  await person.press("Log in");
  ({ secret: person.secret } = await person.setUpApp());
}

// join follows the invitation of a colleague.
export async function join(person, letter, { email, password }) {
  await person.go(letter.link);
  await person.fill({ password });
  await person.press("Bewaar mijn wachtwoord");
  if (await person.page.locator("main [name=email]").count()) {
    await person.fill({ email, password });
    await person.press("Log in");
  }
  ({ secret: person.secret } = await person.setUpApp());
}

// describe fills in what is not a requirement.
export async function describe(person, { name, email }) {
  await person.go("/mijn/aanmelding/contact");
  await person.fill({ name, email, phone: "077 012 34 56" });
  await person.press("Opslaan");
  await person.go("/mijn/organisatie");
  await person.fill({ street: "Rijksweg 4", postcode: "5953 AB", place: "Reuver" });
  await person.press("Opslaan");
  await person.go("/mijn/aanmelding/tekenbevoegde");
  await person.fill({ name, function: "Directeur", email });
  await person.press("Opslaan");
  await person.go("/mijn/aanmelding/gemeenten");
  await person.page.getByLabel("Beesel").check();
  await person.press("Opslaan");
}

// answer answers one requirement, with a PDF where a document is asked.
export async function answer(person, code, file = { name: `${code}.pdf`, buffer: pdf(code) }) {
  await person.go(`/mijn/aanmelding/eisen/${code}`);
  for (const [name, days] of Object.entries(documents[code] ?? {})) await person.date(name, days);
  if (documents[code]) await person.attach(file.name, file.buffer, file.mimeType);
  else if (code === "AVG") await person.fill({ choice: "verantwoordelijke" });
  else await person.fill({ accepted: "true" });
  await person.press("Opslaan");
  await person.page.waitForURL(/\/mijn\/aanmelding(\?|$)/); // a document is sent by a script
  await person.look();
}

// judge gives every requirement an outcome: met, or what others says.
export async function judge(person, application, others = {}) {
  for (const code of requirements) {
    await person.go(`${application}/eisen/${code}`);
    const { outcome = "met", reasons = "" } = others[code] ?? {};
    await person.fill({ outcome, reasons });
    await person.press("Bewaar");
  }
  await person.go(application);
}

// decide takes the decision on an application, after reading the letter.
export async function decide(person, application, fields, letter) {
  await person.go(`${application}/besluit`);
  await person.fill(fields);
  await person.press("Bekijk de brief");
  await person.sees(letter);
  await person.press("Neem het besluit");
}
