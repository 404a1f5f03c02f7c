// Sending a large document over a slow line: a bar that tells how far it is, a
// way to stop, and a form that works after that.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { Mailbox, Person, openBrowser, pdf, steps } from "./browser.mjs";
import * as people from "./people.mjs";

const mega = 1024 * 1024;
const jo = { kvk: "00004320", organisation: "Trede Horst", name: "Jo Cox", email: "jo.cox@trede.example", password: "een lang wachtwoord voor jo" };

const folder = mkdtempSync(join(tmpdir(), "upload-"));

let browser, applicant, mail, network;

before(async () => {
  browser = await openBrowser();
  applicant = await Person.enter(browser, "uploader");
  mail = new Mailbox(applicant.context.request);
  network = await applicant.context.newCDPSession(applicant.page);
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

// speed sets how many bytes a second leave the browser; nothing is unlimited.
async function speed(upload = -1) {
  await network.send("Network.enable");
  await network.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: upload });
}

// large is a PDF of exactly this size: the rest is a comment.
function large(size) {
  const small = pdf("Groot document");
  const rest = Buffer.alloc(size - small.length - 16, "%");
  const at = small.lastIndexOf("xref\n0");
  const start = Buffer.from(small.subarray(0, at).toString("latin1"), "latin1");
  const end = small.subarray(at).toString("latin1").replace(/startxref\n\d+/, `startxref\n${at + rest.length}`);
  const file = Buffer.concat([start, rest, Buffer.from(end, "latin1")]);
  file[at + rest.length - 1] = 10;
  return Buffer.concat([file, Buffer.alloc(Math.max(0, size - file.length), 10)]);
}

// choose puts a large file in the form, from the disk: it need not pass through
// the line between this test and the browser.
async function choose(name, size) {
  const path = join(folder, name);
  writeFileSync(path, large(size));
  await applicant.page.locator("main [name=file]").setInputFiles(path);
}

const step = steps();

step("an applicant opens a task with a document", async () => {
  await people.register(applicant, mail, jo);
  await applicant.go("/mijn/aanmelding");
  await applicant.press("Begin met uw aanmelding");
  await applicant.go("/mijn/aanmelding/eisen/UEA");
});

step("the bar moves, and stopping keeps the page as it was", async () => {
  await speed(2 * mega);
  await choose("groot.pdf", 25 * mega);
  await applicant.page.getByRole("button", { name: "Opslaan" }).click();
  const bar = applicant.page.locator("main progress");
  await bar.waitFor();
  await applicant.page.waitForFunction(() => document.querySelector("main progress")?.value > 5, null, { timeout: 15_000 });
  const first = await bar.evaluate((one) => one.value);
  await applicant.page.waitForFunction((before) => document.querySelector("main progress")?.value > before, first, { timeout: 15_000 });
  await applicant.look();
  await applicant.page.locator("main .upload button").click();
  await bar.waitFor({ state: "detached" });
  assert.match(await applicant.page.locator("main .upload").innerText(), /gestopt|niet verstuurd|afgebroken/i);
  assert.equal(new URL(applicant.page.url()).pathname, "/mijn/aanmelding/eisen/UEA");
  assert.equal(await applicant.page.locator("main [name=file]").evaluate((one) => one.files[0].name), "groot.pdf", "the chosen file stays");
  await speed();
  await applicant.look();
});

// send presses the button and waits until the answer stands on the page.
async function send() {
  const started = Date.now();
  await applicant.page.getByRole("button", { name: "Opslaan" }).click();
  await applicant.page.locator("main .upload").waitFor();
  await applicant.page.locator("main .upload").waitFor({ state: "detached", timeout: 60_000 });
  return Date.now() - started;
}

step("the file that was stopped is sent again without waiting", async () => {
  const took = await send();
  await applicant.go("/mijn/aanmelding/eisen/UEA");
  await applicant.sees("groot.pdf (25 MB)");
  const first = await applicant.read(await applicant.page.locator("main a[href^='/mijn/documenten/']").getAttribute("href"));
  assert.equal(first.body.length, 25 * mega);
  await choose("anders.pdf", 25 * mega);
  const calm = await send(); // the same again, with nothing stopped before it
  assert.ok(took < calm + 5_000, `after stopping it took ${took} ms, otherwise ${calm} ms`);
});

step("a file over the limit is named as such, and nothing typed is lost", async () => {
  await applicant.go("/mijn/aanmelding/eisen/KVK");
  await applicant.date("issuedOn", -30);
  const year = await applicant.page.locator("main [name='issuedOn.year']").inputValue();
  await choose("veel-te-groot.pdf", 101 * mega); // more than the server reads to its end
  await applicant.page.getByRole("button", { name: "Opslaan" }).click();
  assert.match(await applicant.errorAt("file"), /te groot.*25 MB/, "named before it is sent");
  assert.equal(await applicant.page.locator("main progress").count(), 0);
  assert.equal(await applicant.page.evaluate(() => document.activeElement.name), "file");
  await applicant.look();
  await choose("past.pdf", mega);
  assert.equal(await applicant.page.locator("#file-error").count(), 0, "another file takes the error away");

  await applicant.page.locator("main [data-most]").evaluate((field) => field.removeAttribute("data-most")); // and the server says the same
  await speed(20 * mega);
  await choose("te-groot.pdf", 26 * mega);
  await applicant.page.getByRole("button", { name: "Opslaan" }).click();
  await applicant.page.waitForFunction(() => document.querySelector("main progress")?.value > 5, null, { timeout: 15_000 });
  await applicant.page.locator("#file-error").waitFor({ timeout: 60_000 });
  await speed();
  assert.match(await applicant.errorAt("file"), /te groot.*25 MB/);
  assert.equal(await applicant.page.locator("main [name='issuedOn.year']").inputValue(), year, "the date stays");
  assert.match(await applicant.page.title(), /^Fout: /);
  await applicant.look();
  await choose("past-wel.pdf", 2 * mega);
  await send();
  await applicant.go("/mijn/aanmelding/eisen/KVK");
  await applicant.sees("past-wel.pdf (2 MB)");
});

step("and without a script", async () => {
  const context = await browser.newContext({
    baseURL: process.env.BASE_URL, javaScriptEnabled: false, storageState: await applicant.context.storageState(),
  });
  const page = await context.newPage();
  const put = async (name, buffer) => {
    await page.locator("main [name=file]").setInputFiles({ name, mimeType: "application/pdf", buffer });
    await page.getByRole("button", { name: "Opslaan" }).click();
    await page.waitForLoadState();
  };
  const wrong = {
    "programma.pdf": [Buffer.from("MZ\x90\x00 dit is een programma"), /soort bestand/],
    "leeg.pdf": [Buffer.alloc(0), /leeg/],
    "half.pdf": [large(mega).subarray(0, mega / 2), /.+/],
  };
  await page.goto("/mijn/aanmelding/eisen/BEL");
  for (const part of ["day", "month", "year"]) {
    const day = new Date(Date.now() - 60 * 86400_000);
    const value = { day: day.getDate(), month: day.getMonth() + 1, year: day.getFullYear() }[part];
    await page.locator(`main [name='issuedOn.${part}']`).fill(String(value));
  }
  const said = new Set();
  for (const [name, [content, text]] of Object.entries(wrong)) {
    await put(name, content);
    const message = await page.locator("#file-error").innerText();
    assert.match(message, text, name);
    assert.match(await page.title(), /^Fout: /);
    assert.notEqual(await page.locator("main [name='issuedOn.year']").inputValue(), "", "the date stays");
    said.add(message);
  }
  assert.equal(said.size, Object.keys(wrong).length, "each its own message");
  await put("betaling.pdf", large(mega));
  await page.goto("/mijn/aanmelding/eisen/BEL");
  assert.match(await page.locator("main").innerText(), /betaling\.pdf \(1 MB\)/);
  await context.close();
});
