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
  const rest = Buffer.alloc(size - small.length, "%");
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
