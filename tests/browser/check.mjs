// Opens pages in headless Chromium at phone, laptop and print width: axe-core finds no violation, no request leaves
// the file, nothing is wider than the screen, no text of a picture is cut off or lies over another, and what a reader
// remembers stands in the first screen.
//     node tests/browser/check.mjs PAGE.html …
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const SCREENS = [
  { name: "phone", width: 390, height: 844 },
  { name: "laptop", width: 1366, height: 768 },
  { name: "print", width: 794, height: 1123, print: true },
];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const axe = await readFile(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});

// Texts of pictures beyond the edge of theirs, or over another one by more than a third of the lower one's height.
function badTexts() {
  const found = [];
  for (const svg of document.querySelectorAll("figure svg")) {
    const edge = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter((one) => one.textContent.trim());
    // the boxes of slanted texts overlap where the texts do not
    const slanted = texts.map((one) => /rotate\(-?[1-9]/.test(one.outerHTML) && !/rotate\(-90/.test(one.outerHTML));
    const boxes = texts.map((one) => one.getBoundingClientRect());
    const where = svg.closest("figure").id;
    boxes.forEach((box, i) => {
      const name = `“${texts[i].textContent.trim().slice(0, 40)}”`;
      if (box.left < edge.left - 1 || box.right > edge.right + 1 || box.top < edge.top - 1 || box.bottom > edge.bottom + 1)
        found.push(`${where}: ${name} is cut off`);
      boxes.slice(i + 1).forEach((other, j) => {
        const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        if (slanted[i] && slanted[i + 1 + j]) return;
        if (across > 2 && down > 0.34 * Math.min(box.height, other.height))
          found.push(`${where}: ${name} lies over “${texts[i + 1 + j].textContent.trim().slice(0, 40)}”`);
      });
    });
  }
  return found;
}

const faults = [];
let looked = 0;
for (const path of process.argv.slice(2)) {
  for (const screen of SCREENS) {
    const page = await browser.newPage();
    const say = (text) => faults.push(`${path} (${screen.name}): ${text}`);
    page.on("request", (one) => {
      if (!one.url().startsWith("file:") && !one.url().startsWith("data:")) say(`asks for ${one.url()}`);
    });
    page.on("console", (one) => one.type() === "error" && say(`console: ${one.text()}`));
    await page.setBypassCSP(true); // for axe alone; the page itself has no script
    await page.setViewport(screen);
    if (screen.print) await page.emulateMediaType("print");
    await page.goto(pathToFileURL(resolve(path)).href, { timeout: 120000 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wide > 1) say(`${wide} pixels wider than the screen`);
    const end = await page.evaluate(() => {
      const box = document.querySelector(".remember .lead");
      return box ? box.getBoundingClientRect().bottom : 0;
    });
    if (!end) say("nothing that a reader remembers (.remember .lead)");
    if (!screen.print && end > screen.height) say(`what a reader remembers ends at ${end} of ${screen.height}`);
    for (const text of await page.evaluate(badTexts)) say(text);
    // what is folded shut is read too
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
    await page.evaluate(axe);
    const found = await page.evaluate((tags) => window.axe.run({ runOnly: tags }), TAGS);
    for (const one of found.violations) {
      say(`${one.id}: ${one.help} (${one.nodes.length}): ${one.nodes[0].html.slice(0, 160)}`);
    }
    looked += 1;
    await page.close();
  }
}
await browser.close();
for (const fault of faults) console.log(fault);
console.log(`${looked} views, ${faults.length} faults`);
process.exit(faults.length || !looked ? 1 : 0);
