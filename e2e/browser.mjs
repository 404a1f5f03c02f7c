// What the browser tests share: people as browser contexts, axe on every page
// that is seen, and the demo's mailbox.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdirSync } from "node:fs";
import { test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { chromium } from "playwright-core";

const base = process.env.BASE_URL;
const pictures = process.env.SCREENSHOTS;
const widths = [1280, 360];

// What a page may ask for: our own website, and the browser's own PDF viewer.
const near = [base, "data:", "blob:", "chrome://", "chrome-extension://"];

export async function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

const looked = new Set(); // how the pages are built that axe looked at

// A person is one browser context. Requests to any other host fail the test.
export class Person {
  static async enter(browser, name) {
    const context = await browser.newContext({ baseURL: base, locale: "nl-NL", viewport: { width: widths[0], height: 900 } });
    const person = new Person();
    person.name = name;
    person.context = context;
    context.setDefaultTimeout(15_000);
    person.page = await context.newPage();
    person.elsewhere = [];
    person.broken = [];
    person.page.on("request", (request) => {
      if (!near.some((start) => request.url().startsWith(start))) person.elsewhere.push(request.url());
    });
    person.page.on("pageerror", (error) => person.broken.push(String(error)));
    person.page.on("console", (message) => {
      if (message.type() === "error" && !message.text().includes("status of 4")) person.broken.push(message.text());
    });
    return person;
  }

  // as signs in with the demo's one-click button of this person.
  async as(name) {
    await this.go("/demo");
    await this.press(name);
  }

  async go(path) {
    const answer = await this.page.goto(path);
    await this.look();
    return answer;
  }

  // press clicks the one button or link with this text and looks at what comes.
  async press(text) {
    const main = this.page.locator("main");
    await main.getByRole("button", { name: text }).or(main.getByRole("link", { name: text })).first().click();
    await this.page.waitForLoadState();
    await this.look();
  }

  async fill(fields) {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.page.locator(`main [name="${name}"]:not([type=hidden])`);
      const kind = (await field.first().getAttribute("type")) ?? (await field.first().evaluate((e) => e.tagName.toLowerCase()));
      if (kind === "radio" || kind === "checkbox") {
        for (const one of [value].flat()) {
          await this.page.locator(`main [name="${name}"][value="${one}"]:not([type=hidden])`).check();
        }
      } else if (kind === "select") {
        await field.selectOption(value);
      } else {
        await field.fill(value);
      }
    }
  }

  // date fills the three fields of a date, days from today.
  async date(name, days) {
    const day = new Date(Date.now() + days * 86400_000);
    await this.fill({
      [`${name}.day`]: String(day.getDate()), [`${name}.month`]: String(day.getMonth() + 1), [`${name}.year`]: String(day.getFullYear()),
    });
  }

  // setUpApp does the set-up of the first sign-in: it puts the secret on the page
  // in a code app, enters its first code and gives the recovery codes.
  async setUpApp() {
    const secret = (await this.page.locator("code.secret").innerText()).replaceAll(" ", "");
    assert.ok(await this.page.locator("img.qr").evaluate((image) => image.complete && image.naturalWidth > 0), "the QR code shows");
    await this.fill({ code: oneTimeCode(secret) });
    await this.press("Bevestig de app");
    const codes = await this.page.locator("ol.codes code").allInnerTexts();
    await this.press("Ik heb de codes bewaard");
    return { secret, codes };
  }

  async title() {
    return (await this.page.locator("h1").innerText()).trim();
  }

  async main() {
    return this.page.locator("main").innerText();
  }

  async sees(text) {
    const main = await this.main();
    assert.ok(text instanceof RegExp ? text.test(main) : main.includes(text), `${this.name} does not see ${text} on ${this.page.url()}:\n${main}`);
  }

  async errorAt(name) {
    return this.page.locator(`#${name}-error`).innerText();
  }

  // attach chooses a file in the form.
  async attach(name, buffer, mimeType = "application/pdf") {
    await this.page.locator("main [name=file]").setInputFiles({ name, mimeType, buffer });
  }

  // read gives status, type and content of an address that is no page.
  async read(address) {
    const answer = await this.context.request.get(address);
    return { status: answer.status(), type: answer.headers()["content-type"], body: await answer.body() };
  }

  // look checks that there is one h1, that nothing was asked from elsewhere and
  // that nothing sticks out at 320 px, and runs axe.
  async look() {
    const url = new URL(this.page.url()).pathname;
    assert.equal(await this.page.locator("h1").count(), 1, `h1 on ${url}`);
    assert.deepEqual(this.elsewhere, [], "requests to other hosts");
    assert.deepEqual(this.broken, [], `script errors on ${url}`);
    await this.fits(url);
    const build = await this.page.evaluate(() => [...document.querySelectorAll("*")].map((e) => `${e.tagName}.${e.className}`).join());
    if (looked.has(build)) return; // axe saw a page that is built the same
    looked.add(build);
    const { violations } = await new AxeBuilder({ page: this.page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
    assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" | ")}`), [], `axe on ${url}`);
  }

  // fits checks that nothing sticks out at 320 px.
  async fits(url) {
    await this.page.setViewportSize({ width: 320, height: 900 });
    const wide = await this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${url} is ${wide} px too wide at 320 px: ${wide > 0 && await this.page.evaluate(widest)}`);
    await this.picture(url);
    await this.page.setViewportSize({ width: widths[0], height: 900 });
  }

  async picture(url) {
    if (!pictures) return;
    mkdirSync(pictures, { recursive: true });
    const name = `${this.name}-${url}`.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "id").replace(/[^\w-]+/g, "_");
    for (const width of widths) {
      await this.page.setViewportSize({ width, height: 900 });
      await this.page.screenshot({ path: `${pictures}/${name}-${width}.png`, fullPage: true });
    }
  }

  async leave() {
    await this.context.close();
  }
}

// steps gives a test in which each step stands on the one before: after a failure
// the rest is not tried.
export function steps() {
  let stopped = false;
  return (name, walk) => test(name, async () => {
    assert.ok(!stopped, "a step before this one failed");
    stopped = true;
    await walk();
    stopped = false;
  });
}

// widest names the elements that stick out furthest.
function widest() {
  return [...document.querySelectorAll("main *, header *")].filter((e) => e.getBoundingClientRect().right > innerWidth && !e.closest(".table-frame"))
    .map((e) => `${e.tagName.toLowerCase()}.${e.className} ${e.textContent.trim().slice(0, 40)}`).slice(-4).join(" | ");
}

// Mailbox reads the demo's mail. Letters leave within a second or two.
export class Mailbox {
  constructor(request) {
    this.request = request;
    this.read = new Set();
  }

  // next waits for a letter that was not read before, with this subject, to this
  // address, and gives its text and its link.
  async next(subject, to) {
    for (let tries = 0; tries < 300; tries++) {
      for (const id of await this.unread()) {
        const letter = await this.open(id);
        if (subject.test(letter.text) && letter.text.includes(to)) {
          this.read.add(id);
          return letter;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no letter ${subject} to ${to}`);
  }

  async unread() {
    const list = await (await this.request.get("/demo/mail")).text();
    return [...new Set([...list.matchAll(/href="\/demo\/mail\/([\w-]+)"/g)].map((m) => m[1]))].filter((id) => !this.read.has(id));
  }

  async open(id) {
    const html = await (await this.request.get(`/demo/mail/${id}`)).text();
    const main = html.slice(html.indexOf("<main"), html.indexOf("</main>"));
    const link = [...main.matchAll(/href="([^"]*)"/g)].map((m) => m[1].replaceAll("&amp;", "&")).find((l) => l.startsWith(base) || l.startsWith("/")) ?? "";
    return { text: main.replace(/<[^>]+>/g, " ").replaceAll("&#43;", "+").replaceAll("&amp;", "&").replace(/\s+/g, " "), link };
  }
}

// oneTimeCode is what a code app with the secret shows now (RFC 6238). The portal
// takes each code once.
export function oneTimeCode(secret, now = Date.now()) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const hash = createHmac("sha1", key).update(step).digest();
  const at = hash[hash.length - 1] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

// pdf makes a small document.
export function pdf(text) {
  const content = `BT /F1 18 Tf 60 760 Td (${text.replace(/[^ -~]|[()\\]/g, "-")}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, i) => {
    const at = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const at of offsets) file += `${String(at).padStart(10, "0")} 00000 n \n`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}
