import { browser, page } from "./browser.mjs";

// The extras work under the page's own policy: the filter shows what was asked for, the copy button answers.
async function extras() {
  const p = await page(chrome, file);
  const out = [];
  // Pages without a list of checks have no filter.
  if (!(await p.locator("#filter").count())) {
    out.push(...p.faults);
    await p.context().close();
    return out;
  }
  const shown = () => p.$$eval("#checks .row", (rows) => rows.filter((r) => !r.hidden).map((r) => r.dataset.state));
  const all = await shown();
  for (const state of new Set(all)) {
    await p.selectOption("#filter [name=state]", state);
    const now = await shown();
    if (now.some((s) => s !== state) || now.length !== all.filter((s) => s === state).length) out.push(`filter ${state}: ${now.length} of ${all.length}`);
  }
  await p.selectOption("#filter [name=state]", "");
  await p.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
  const copy = p.locator("main button.copy").first();
  if (await copy.count()) {
    await copy.click();
    await p.waitForTimeout(100);
    if (!/^(Copied|Selected)/.test(await copy.textContent())) out.push("the copy button does nothing");
  }
  out.push(...p.faults);
  await p.context().close();
  return out;
}

const [dir, file] = process.argv.slice(2);
const chrome = await browser();
let faults = [];
for (const width of [1280, 768, 360]) {
  for (const colorScheme of ["light", "dark"]) {
    const p = await page(chrome, file, { context: { viewport: { width, height: 900 }, colorScheme } });
    const wide = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) faults.push(`${width} px: scrolls sideways by ${wide} px`);
    await p.screenshot({ path: `${dir}/${width}-${colorScheme}.png`, fullPage: true });
    await p.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
    const open = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (open > 0) faults.push(`${width} px, all unfolded: scrolls sideways by ${open} px`);
    await p.screenshot({ path: `${dir}/${width}-${colorScheme}-open.png`, fullPage: true });
    faults.push(...p.faults);
    await p.context().close();
  }
}
faults.push(...(await extras()));
for (const javaScriptEnabled of [true, false]) {
  const p = await page(chrome, file, { context: { javaScriptEnabled } });
  await p.pdf({ path: `${dir}/print${javaScriptEnabled ? "" : "-nojs"}.pdf`, format: "A4", preferCSSPageSize: true, printBackground: true });
  if (!javaScriptEnabled) await p.screenshot({ path: `${dir}/nojs.png`, fullPage: true });
  await p.context().close();
}
await chrome.close();
for (const fault of new Set(faults)) console.error(fault);
process.exit(faults.length ? 1 : 0);
