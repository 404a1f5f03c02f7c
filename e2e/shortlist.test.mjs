// A resident keeps providers, compares them and sees where help is: with a
// script, without one, and with the keyboard only. No account, no cookie (D5, D8).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Person, openBrowser } from "./browser.mjs";

let browser;
before(async () => { browser = await openBrowser(); });
after(async () => browser?.close());

const shortlist = (page) => page.evaluate(() => JSON.parse(localStorage.getItem("lijstje") ?? "[]"));

test("a resident searches, keeps two, compares them and sees the coverage", async () => {
  const resident = await Person.enter(browser, "keeper");
  const { page } = resident;
  await resident.go("/aanbieders?gemeente=venlo");
  await page.locator("[data-list]").nth(0).click();
  assert.equal(await page.locator("#lijstje a[data-to*=vergelijken]").isVisible(), false, "one is nothing to compare");
  await page.locator("[data-list]").nth(1).click();
  const kept = await shortlist(page);
  assert.equal(kept.length, 2);
  assert.ok(!page.url().includes("a="), "the address stays as it was");
  assert.match(await page.locator("#lijstje").innerText(), /Op uw lijstje: 2/);
  await page.locator("#gemeente-venray").check();
  await page.waitForURL(/gemeente=venray/);
  assert.match(await page.locator(`[data-list][value="${kept[0]}"]`).innerText(), /^Haal/, "it is still kept after a filter");
  await resident.look();

  await resident.press("Bekijk uw lijstje");
  assert.deepEqual(await page.locator("input[name=a]").evaluateAll((all) => all.map((one) => one.value)), kept);
  await resident.press("Vergelijk");
  assert.equal(await page.locator(".compare thead th").count(), 3);
  assert.ok(await page.locator(".compare__mark", { hasText: "Verschil" }).count() > 0);
  await resident.press("Toon alleen verschillen");
  assert.equal(await page.locator(".compare__mark", { hasText: "Gelijk" }).count(), 0);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.getByRole("button", { name: "Print" }).isVisible(), false);
  assert.ok(await page.locator(".compare").isVisible());
  await page.emulateMedia({ media: null });

  await resident.go("/aanbieders/vergelijken");
  await page.waitForURL(/vergelijken\?a=/);
  await resident.go(`/aanbieders/${kept[0]}`);
  assert.ok(await page.getByRole("button", { name: "Print" }).isVisible());
  await page.locator("[data-list]").click();
  assert.deepEqual(await shortlist(page), [kept[1]]);
  await resident.go("/aanbieders/lijstje");
  await page.waitForURL(/lijstje\?a=/);
  await resident.press("Maak mijn lijstje leeg");
  await resident.sees("nog leeg");
  assert.deepEqual(await shortlist(page), []);

  await resident.go("/aanbieders/dekking");
  const venlo = page.getByRole("link", { name: /^Venlo: \d+ aanbieders/ });
  const count = (await venlo.getAttribute("aria-label")).match(/\d+/)[0];
  await venlo.click({ force: true });
  await page.waitForURL(/gemeente=venlo/);
  assert.match(await page.locator("#gevonden").innerText(), new RegExp(`^${count} `));
  assert.deepEqual(await resident.context.cookies(), []);
  await resident.leave();
});

test("somebody else's list is shown, and kept only when asked", async () => {
  const resident = await Person.enter(browser, "receiver");
  const { page } = resident;
  await resident.go("/aanbieders");
  const slugs = await page.locator("[data-list]").evaluateAll((all) => all.slice(0, 3).map((one) => one.value));
  await page.locator("[data-list]").nth(2).click();
  await resident.go(`/aanbieders/lijstje?a=${slugs[0]}&a=${slugs[1]}`);
  assert.deepEqual(await shortlist(page), [slugs[2]], "a link changes nothing");
  await page.getByRole("button", { name: "Bewaar als mijn lijstje" }).click();
  await page.getByRole("button", { name: "Bewaar als mijn lijstje" }).waitFor({ state: "hidden" });
  assert.deepEqual(await shortlist(page), slugs.slice(0, 2));
  await resident.leave();
});

test("the same with the keyboard only", async () => {
  const resident = await Person.enter(browser, "typist");
  const { page } = resident;
  await resident.go("/aanbieders");
  const reach = async (selector) => {
    for (let presses = 0; presses < 150; presses++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((s) => document.activeElement.matches(s), selector)) return;
    }
    throw new Error(`${selector} cannot be reached with the keyboard on ${page.url()}`);
  };
  await reach("[data-list]");
  await page.keyboard.press("Enter");
  await reach("[data-list]");
  await page.keyboard.press("Space");
  const [button, bar] = await page.evaluate(() => [document.activeElement, document.getElementById("lijstje")].map((e) => e.getBoundingClientRect().toJSON()));
  assert.ok(button.bottom <= bar.top, "the bar does not hide what has the focus");
  await reach("#lijstje a[data-to*=vergelijken]");
  await page.keyboard.press("Enter");
  await page.waitForURL(/vergelijken\?a=.*a=/);
  await reach(".compare thead a");
  await resident.go("/aanbieders/dekking");
  await reach(".map a");
  await reach(".table a");
  await resident.leave();
});

test("and without a script", async () => {
  const context = await browser.newContext({ baseURL: process.env.BASE_URL, javaScriptEnabled: false, viewport: { width: 320, height: 900 } });
  const page = await context.newPage();
  await page.goto("/aanbieders?gemeente=venlo");
  const slug = await page.locator("[data-list]").nth(1).getAttribute("value");
  await page.locator("[data-list]").nth(1).click();
  await page.waitForURL((url) => url.searchParams.getAll("a").length === 1);
  await page.locator("[data-list][name=a]").first().click();
  await page.waitForURL((url) => url.searchParams.getAll("a").length === 2);
  assert.equal(new URL(page.url()).searchParams.get("gemeente"), "venlo");
  await page.locator("#lijstje").getByRole("link", { name: "Bekijk uw lijstje" }).click();
  assert.equal(await page.locator(".result").count(), 2);
  await page.getByRole("button", { name: "Vergelijk" }).click();
  assert.equal(await page.locator(".compare thead th").count(), 3);
  await page.goBack();
  await page.locator(`.result:has(#a-${slug}) a.chip--remove`).click();
  assert.equal(await page.locator(".result").count(), 1);
  assert.equal(await page.getByRole("button", { name: "Print" }).isVisible(), false, "a button that does nothing is not there");
  for (const path of ["/aanbieders/dekking", "/aanbieders/vergelijken", "/aanbieders/lijstje?a=weg"]) await page.goto(path);
  assert.deepEqual(await context.cookies(), []);
  await context.close();
});
