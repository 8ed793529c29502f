// Journeys, accessibility and screenshots against `portico demo`: node run.mjs [journeys] [axe] [screenshots].
// The program is named by PORTICO; JOURNEYS=word takes the journeys whose name has the word.

import { readdir } from "node:fs/promises";
import { launch } from "./lib/browser.mjs";
import { startPortal } from "./lib/portal.mjs";
import { look } from "./look.mjs";

const wanted = new Set(process.argv.slice(2).length ? process.argv.slice(2) : ["journeys", "axe", "screenshots"]);
process.chdir(new URL(".", import.meta.url).pathname);

const runJourneys = async (world) => {
  const result = { passed: 0, failed: 0 };
  for (const file of (await readdir("journeys")).sort()) {
    const { journeys } = await import(`./journeys/${file}`);
    for (const [name, journey] of Object.entries(journeys).filter(([name]) => name.includes(process.env.JOURNEYS ?? ""))) {
      const start = Date.now();
      const error = await journey(world).then(() => null, (thrown) => thrown);
      result[error ? "failed" : "passed"] += 1;
      console.log(`${error ? "FAIL" : "ok  "} ${name} (${Date.now() - start} ms)`);
      if (error) console.log(`       ${error.stack}`);
    }
  }
  return result;
};

const portal = await startPortal(process.env.PORTICO ?? "../target/debug/portico");
const browser = await launch();
const world = { portal, browser };
const sum = { passed: 0, failed: 0 };
const add = ({ passed, failed }) => {
  sum.passed += passed;
  sum.failed += failed;
};
try {
  if (wanted.has("journeys")) add(await runJourneys(world));
  if (wanted.has("axe") || wanted.has("screenshots")) add(await look(world, { pictures: wanted.has("screenshots") }));
} finally {
  await browser.close();
  await portal.stop();
}
console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed || !sum.passed ? 1 : 0;
