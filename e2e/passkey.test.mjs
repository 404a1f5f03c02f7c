// Signing in with a password and a passkey, with Chromium's own virtual
// authenticator: set up instead of a code app, used, refused, removed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Mailbox, Person, openBrowser } from "./browser.mjs";

const email = "fleur.kuijpers@sleutel-werk.example";
const password = "een lang wachtwoord voor fleur";
const signedIn = "form[action='/uitloggen']";

let browser, provider, device, mail;

before(async () => {
  browser = await openBrowser();
  provider = await Person.enter(browser, "passkey");
  device = await Device.plugIn(provider);
  mail = new Mailbox(provider.context.request);
});

after(async () => browser?.close());

// Device is an authenticator that knows the person: present, and checked.
class Device {
  static async plugIn(person) {
    const device = new Device();
    device.cdp = await person.context.newCDPSession(person.page);
    await device.cdp.send("WebAuthn.enable");
    const { authenticatorId } = await device.cdp.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true,
        isUserVerified: true, automaticPresenceSimulation: true,
      },
    });
    device.id = authenticatorId;
    return device;
  }

  async keys() {
    return (await this.cdp.send("WebAuthn.getCredentials", { authenticatorId: this.id })).credentials;
  }

  // take removes the keys and gives them back later.
  async take() {
    const keys = await this.keys();
    await this.cdp.send("WebAuthn.clearCredentials", { authenticatorId: this.id });
    return keys;
  }

  async give(keys) {
    for (const credential of keys) {
      await this.cdp.send("WebAuthn.addCredential", { authenticatorId: this.id, credential });
    }
  }

  async refuseUser(refused) {
    await this.cdp.send("WebAuthn.setUserVerified", { authenticatorId: this.id, isUserVerified: !refused });
    await this.cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId: this.id, enabled: !refused });
  }
}

// touch presses a button that uses the passkey, and waits for the page after it.
async function touch(button, selector) {
  await provider.page.getByRole("button", { name: button }).click();
  await provider.page.locator(selector).first().waitFor();
  await provider.look();
}

// told presses the button and waits for what the page says beside it.
async function told(button, text) {
  await provider.page.getByRole("button", { name: button }).click();
  await provider.page.locator("[data-passkey-part] [role=status]", { hasText: text }).waitFor();
  await provider.look();
}

async function signIn() {
  await provider.go("/inloggen");
  await provider.fill({ email, password });
  await provider.press("Log in");
}

async function signOut() {
  await provider.page.getByRole("button", { name: "Uitloggen" }).click();
  await provider.page.locator(".notice--good", { hasText: "uitgelogd" }).waitFor();
}

let stopped = false;
function step(name, walk) {
  test(name, async () => {
    assert.ok(!stopped, "a step before this one failed");
    stopped = true;
    await walk();
    stopped = false;
  });
}

step("a passkey instead of a code app, at the first sign-in", async () => {
  await provider.go("/registreren");
  await provider.fill({ kvk: "00005566", organisation: "Sleutel Werk", name: "Fleur Kuijpers", email, password });
  await provider.press("Maak een account");
  await provider.go((await mail.next(/Bevestig uw e-mailadres/, email)).link);
  await provider.fill({ password });
  await provider.press("Bevestig mijn e-mailadres");
  await provider.fill({ email, password });
  await provider.press("Log in");
  assert.match(provider.page.url(), /\/inloggen\/instellen/);

  await provider.fill({ name: "" });
  await told("Maak een passkey", /Naam van de passkey/);
  await provider.fill({ name: "Laptop van Fleur" });
  await touch("Maak een passkey", ".codes");
  assert.equal(await provider.page.locator(".codes li").count(), 10);
  const [key] = await device.keys();
  assert.equal(key.rpId, "localhost");
  assert.ok(!Buffer.from(key.userHandle, "base64").toString("latin1").includes("fleur"), "the user handle says nothing");
  await provider.page.locator("main a.button").click();
  await provider.page.waitForURL(/\/mijn/);
  await signOut();
});

step("password and passkey sign in, and nothing less", async () => {
  await signIn();
  assert.match(provider.page.url(), /\/inloggen\/code/);
  await provider.go("/mijn");
  assert.match(provider.page.url(), /\/inloggen/, "the password alone opens nothing");
  await provider.go("/inloggen/code");
  await touch("Gebruik mijn passkey", signedIn);
  assert.match(provider.page.url(), /\/mijn/);
  await signOut();
});

step("another device, and a person who says no, do not get in", async () => {
  await signIn();
  const keys = await device.take();
  await told("Gebruik mijn passkey", /niet gelukt/);
  const stolen = { ...keys[0], privateKey: await otherKey() };
  await device.give([stolen]);
  await touch("Gebruik mijn passkey", ".error-summary");
  assert.match(await provider.main(), /klopt niet/);
  await device.take();
  await device.give(keys);
  await device.refuseUser(true);
  await told("Gebruik mijn passkey", /niet gelukt|Volg de stappen/);
  await device.refuseUser(false);
  await provider.go("/inloggen/code");
  await touch("Gebruik mijn passkey", signedIn);
});

step("a second passkey; a removed one does not work", async () => {
  await provider.go("/account/beveiliging");
  await provider.press("Verwijder Laptop van Fleur");
  assert.match(await provider.page.locator(".error-summary").innerText(), /laatste/);
  const [first] = await device.take();
  await provider.fill({ name: "Telefoon van Fleur" });
  await touch("Voeg een passkey toe", "#passkeys li:nth-child(2)");
  const [second] = await device.take();
  await provider.press("Verwijder Laptop van Fleur");
  assert.equal(await provider.page.locator("#passkeys li").count(), 1);
  await signOut();

  await signIn();
  await device.give([first]);
  await told("Gebruik mijn passkey", /niet gelukt/);
  await device.take();
  await device.give([second]);
  await touch("Gebruik mijn passkey", signedIn);
});

step("without passkeys in the browser the other way stays", async () => {
  const plain = await Person.enter(browser, "no-passkey");
  await plain.context.addInitScript(() => { delete window.PublicKeyCredential; });
  await plain.go("/inloggen");
  await plain.fill({ email, password });
  await plain.press("Log in");
  assert.equal(await plain.page.getByRole("button", { name: "Gebruik mijn passkey" }).count(), 0);
  assert.equal(await plain.page.locator("main [name=code]").count(), 1);
  await plain.leave();
});

// otherKey makes a private key that the portal does not know.
async function otherKey() {
  const { privateKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign"]);
  return Buffer.from(await crypto.subtle.exportKey("pkcs8", privateKey)).toString("base64");
}
