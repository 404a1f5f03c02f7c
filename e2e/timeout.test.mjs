// The warning before a session ends (WCAG 2.2.1): it comes two minutes early,
// one key goes on, and what was typed survives the end of the session.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Person, openBrowser } from "./browser.mjs";

let browser, person;

before(async () => {
  browser = await openBrowser();
  person = await Person.enter(browser, "timeout");
  await person.context.clock.install();
  await person.as(/Vera Venray/);
  await person.go("/account");
});

after(async () => browser?.close());

const dialog = () => person.page.getByRole("alertdialog");
const wait = (time) => person.page.clock.fastForward(time);

test("it warns two minutes before the end and goes on at one key", async () => {
  await wait("27:30");
  assert.equal(await dialog().isVisible(), false, "too early");
  await wait("00:45");
  await dialog().waitFor();
  await person.look();
  assert.equal(await person.page.evaluate(() => document.activeElement.dataset.extend), "", "the button has the focus");
  const answer = person.page.waitForResponse("**/account/verlengen");
  await person.page.keyboard.press("Enter");
  assert.equal((await answer).status(), 204);
  await dialog().waitFor({ state: "hidden" });
  await wait("27:30");
  assert.equal(await dialog().isVisible(), false, "the time counts from the answer");
});

test("Escape goes on as well", async () => {
  await wait("01:00");
  await dialog().waitFor();
  const answer = person.page.waitForResponse("**/account/verlengen");
  await person.page.keyboard.press("Escape");
  assert.equal((await answer).status(), 204);
  await dialog().waitFor({ state: "hidden" });
});

test("what was typed stays, and can be sent after signing in on another tab", async () => {
  await person.page.getByLabel("English").check();
  await person.context.clearCookies();
  await wait("31:00");
  await dialog().getByText("U bent uitgelogd").waitFor();
  assert.equal(new URL(person.page.url()).pathname, "/account");
  assert.equal(await person.page.evaluate(() => document.activeElement.textContent), "Log in op een nieuw tabblad");

  const tab = await person.context.newPage();
  await tab.goto("/demo");
  await tab.locator("main").getByRole("button", { name: /Vera Venray/ }).first().click();
  await tab.waitForLoadState();
  await dialog().waitFor({ state: "hidden" });
  await tab.close();
  await person.press("Bewaar mijn taal");
  assert.equal(await person.title(), "Your account");
  await person.page.getByLabel("Nederlands").check();
  await person.press("Keep my language");
});

test("without typing it leads to the sign-in page and from there back", async () => {
  await person.go("/account");
  await person.context.clearCookies();
  await wait("31:00");
  await person.page.waitForURL(/\/inloggen/);
  await person.sees("U bent uitgelogd, omdat u lang niets deed");
});
