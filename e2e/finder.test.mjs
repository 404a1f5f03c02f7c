// The filters of the finder: folded on a phone, beside the list on a wide screen,
// with the keyboard, with and without a script (D5, D6).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Person, openBrowser } from "./browser.mjs";

let browser;
before(async () => { browser = await openBrowser(); });
after(async () => browser?.close());

const phone = { width: 360, height: 740 };

test("on a phone the list stands before the filters are unfolded", async () => {
  const resident = await Person.enter(browser, "phone");
  const { page } = resident;
  await resident.go("/aanbieders");
  await page.setViewportSize(phone); // the look at the page left it wide
  const venlo = page.locator("#gemeente-venlo");
  assert.equal(await venlo.isVisible(), false);
  await page.locator("#alle-filters > summary").focus();
  await page.keyboard.press("Enter");
  await venlo.focus();
  await page.keyboard.press("Space");
  await page.waitForURL(/gemeente=venlo/);
  await page.locator("#alle-filters > summary", { hasText: "Filters (1 gekozen)" }).waitFor();
  assert.ok(await venlo.isVisible(), "the filters stay unfolded while somebody ticks");
  assert.equal(await page.evaluate(() => document.activeElement.id), "gemeente-venlo");
  await page.getByRole("button", { name: "Toon deze keuze" }).click();
  await page.waitForFunction(() => document.activeElement.id === "gevonden");
  assert.equal(await venlo.isVisible(), false, "the list stands on the screen again");
  await resident.leave();
});

test("on a wide screen the filters are there for everybody", async () => {
  const resident = await Person.enter(browser, "wide");
  const { page } = resident;
  await resident.go("/aanbieders?gemeente=venlo");
  assert.equal(await page.locator("#alle-filters > summary").isVisible(), false);
  assert.ok(await page.getByRole("checkbox", { name: /^Venlo/ }).isChecked());
  await page.getByRole("checkbox", { name: /^Venray/ }).check();
  await page.waitForURL(/gemeente=venray/);
  assert.ok(await page.getByRole("checkbox", { name: /^Venray/ }).isVisible());
  await resident.leave();
});

test("without a script the filters unfold and send", async () => {
  const context = await browser.newContext({ baseURL: process.env.BASE_URL, javaScriptEnabled: false, viewport: phone });
  const page = await context.newPage();
  await page.goto("/aanbieders");
  await page.locator("#alle-filters > summary").click();
  await page.locator("#gemeente-venlo").check();
  await page.getByRole("button", { name: "Toon deze keuze" }).click();
  await page.waitForURL(/gemeente=venlo/);
  assert.match(await page.locator("#alle-filters > summary").innerText(), /1 gekozen/);
  await context.close();
});
