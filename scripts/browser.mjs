// Opens a report in Chromium for scripts/look and scripts/axe. Packages come from a cache folder outside the tree.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import path from "node:path";

const require = createRequire(path.join(process.env.LOOK_CACHE, "package.json"));
const { chromium } = require("playwright-core");
export const axeSource = require("axe-core").source;

export async function browser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
}

// Every request but the file itself is a fault of the report, and so is every word on the console.
export async function page(chrome, file, options = {}) {
  const context = await chrome.newContext({ bypassCSP: options.bypassCSP ?? false, ...options.context });
  const page = await context.newPage();
  page.faults = [];
  const url = pathToFileURL(path.resolve(file)).href;
  await page.route("**/*", (route) => {
    const asked = route.request().url();
    if (asked.split("#")[0] === url) return route.continue();
    page.faults.push(`asked for ${asked}`);
    return route.abort();
  });
  page.on("console", (m) => { if (["error", "warning"].includes(m.type())) page.faults.push(`console: ${m.text()}`); });
  page.on("pageerror", (e) => page.faults.push(`script: ${e.message}`));
  await page.goto(url);
  return page;
}
