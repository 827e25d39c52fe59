import { axeSource, browser, page } from "./browser.mjs";
const [file] = process.argv.slice(2);
const chrome = await browser();
let bad = 0;
let passes = 0;
for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 360]) {
    for (const open of [false, true]) {
      // axe is injected, which the report's own policy forbids; its faults are looked for by scripts/look.
      const p = await page(chrome, file, { bypassCSP: true, context: { viewport: { width, height: 900 }, colorScheme } });
      if (open) await p.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
      await p.evaluate(axeSource);
      const { violations, passes: good } = await p.evaluate(() => axe.run(document, { resultTypes: ["violations", "passes"] }));
      passes += good.length;
      for (const v of violations) {
        bad += 1;
        console.error(`${colorScheme} ${width} px${open ? " unfolded" : ""}: ${v.id}: ${v.help}`);
        for (const node of v.nodes.slice(0, 3)) console.error(`    ${node.target.join(" ")}  ${node.failureSummary.replace(/\s+/g, " ")}`);
      }
      await p.context().close();
    }
  }
}
await chrome.close();
if (passes === 0) { console.error("axe looked at nothing"); process.exit(1); }
console.log(`axe: ${bad} violations, ${passes} rules passed in 8 views`);
process.exit(bad ? 1 : 0);
