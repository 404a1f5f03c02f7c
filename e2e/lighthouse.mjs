// Lighthouse on finder and profile: at least 95 for performance, accessibility,
// best practices and SEO. Run with make lighthouse; it is not part of make test,
// because a busy machine lowers the first number.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

const base = process.env.BASE_URL;
const finder = await (await fetch(`${base}/aanbieders`)).text();
const slug = finder.match(/id="a-([a-z0-9-]+)"/)[1];

for (const path of ["/aanbieders", `/aanbieders/${slug}`]) {
  test(path, () => {
    const report = JSON.parse(execFileSync("npx", ["--yes", "lighthouse@12.8.2", base + path, "--quiet", "--output=json",
      "--chrome-flags=--headless=new --no-sandbox --disable-gpu"],
    { env: { ...process.env, CHROME_PATH: process.env.CHROMIUM }, maxBuffer: 64 << 20, encoding: "utf8" }));
    const scores = Object.values(report.categories).map((c) => [c.id, Math.round(c.score * 100)]);
    console.log(path, scores.map((s) => s.join(" ")).join(", "));
    assert.deepEqual(scores.filter(([, score]) => score < 95), []);
  });
}
