// A provider writes its profile and sees beside the form how visitors will see it.
// Nothing of that is kept until it is saved (D1).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Person, openBrowser } from "./browser.mjs";

let browser;
before(async () => { browser = await openBrowser(); });
after(async () => browser?.close());

test("the preview follows what is typed, and nothing is kept", async () => {
  const writer = await Person.enter(browser, "writer");
  const { page } = writer;
  await writer.as("Lotte Janssen");
  await writer.go("/mijn/profiel/onderdelen/missie");
  const kept = await page.locator("#mission").inputValue();
  const preview = page.getByRole("region", { name: "Voorbeeld" });
  assert.ok((await preview.innerText()).includes(kept.split("\n")[0]), "it begins with what is kept");
  let asked = 0;
  page.on("request", (request) => { if (request.url().endsWith("/voorbeeld")) asked++; });
  await page.locator("#mission").fill("");
  await page.locator("#mission").pressSequentially("Wij <b>tuinieren</b> samen.", { delay: 20 });
  await preview.locator(".result", { hasText: "Wij <b>tuinieren</b> samen." }).waitFor();
  await preview.locator("#voorbeeld-pagina", { hasText: "Wij <b>tuinieren</b> samen." }).waitFor();
  assert.ok(asked <= 2, `asked ${asked} times for one sentence`);
  assert.equal(await page.evaluate(() => document.activeElement.id), "mission", "the focus stays");
  assert.equal(await preview.locator("[aria-live], [role=status]").count(), 0, "a reader is not told at each key");
  await writer.look();

  await page.route("**/voorbeeld", (route) => route.fulfill({ status: 429 }));
  await page.locator("#mission").fill("Zonder verbinding.");
  await preview.getByText("niet bij te werken").waitFor();
  assert.equal(await page.locator("#mission").inputValue(), "Zonder verbinding.");
  await page.unroute("**/voorbeeld");
  page.on("dialog", (dialog) => dialog.accept());
  await writer.go("/mijn/profiel/onderdelen/missie");
  assert.equal(await page.locator("#mission").inputValue(), kept);
  assert.ok((await preview.innerText()).includes(kept.split("\n")[0]));

  await writer.go("/mijn/profiel/onderdelen/gebied");
  const where = preview.locator(".result p.muted");
  const before = await where.innerText();
  await page.locator("[name=municipalities]").first().click();
  await page.waitForFunction((was) => document.querySelector(".live .result p.muted")?.innerText !== was, before);
  await writer.look();
  await page.locator("[name=municipalities]").first().click();
  await writer.leave();
});

test("without a script the form is as it was", async () => {
  const context = await browser.newContext({ baseURL: process.env.BASE_URL, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/demo");
  await page.getByRole("button", { name: /Lotte Janssen/ }).click();
  await page.goto("/mijn/profiel/onderdelen/missie");
  assert.equal(await page.locator(".live").isVisible(), false);
  await page.goto("/mijn/profiel/voorbeeld");
  assert.ok(await page.locator("article").isVisible());
  await context.close();
});
