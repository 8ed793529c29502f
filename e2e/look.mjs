// Looks at every page of pages.txt: axe finds nothing (wide, narrow, light, dark), and pictures go to screenshots/.

import axe from "axe-core";
import { mkdir, readFile } from "node:fs/promises";
import { NARROW, WIDE, open, signIn } from "./lib/browser.mjs";
import { twoProducts, mistyped } from "./lib/goods.mjs";
import { ask, login } from "./lib/portal.mjs";
import { after, before } from "./states.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What another colour scheme can change: style sheets of the dark one set colours only. */
const OF_COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

const VIEWS = [
  { name: "", viewport: WIDE, colorScheme: "light" },
  { name: "-narrow", viewport: NARROW, colorScheme: "light" },
  { name: "-dark", viewport: WIDE, colorScheme: "dark" },
  { name: "-narrow-dark", viewport: NARROW, colorScheme: "dark" },
];

/** PAGES=staff-import,me looks only at pages whose name has one of these parts. */
const ONLY = (process.env.PAGES ?? "").split(",").filter(Boolean);
const isWanted = ({ name }) => !ONLY.length || ONLY.some((part) => name.includes(part));

const readPages = async () => {
  const text = await readFile(new URL("pages.txt", import.meta.url), "utf8");
  const lines = text.split("\n").filter((line) => line.trim() && !line.startsWith("#"));
  return lines.map((line) => {
    const [route, role, address, name, ...rest] = line.trim().split(/\s+/);
    const status = Number(rest.find((word) => word.startsWith("="))?.slice(1) ?? 200);
    const readme = rest.includes("readme");
    const state = rest.find((word) => !word.startsWith("=") && word !== "readme");
    return { route, role, address, name, status, readme, state };
  });
};

/** What stands for {sku}, {order} … in addresses. */
const examples = async (portal) => {
  const buyer = login(portal, "buyer");
  const [product] = await twoProducts(portal, buyer);
  const orders = await ask(portal, buyer, "orders?limit=50");
  const order = orders.items.find(({ delivery }) => delivery === "part") ?? orders.items[0];
  // What is on an invoice stays as it is, so that the wish for a change needs an order of which nothing has left.
  const untouched = orders.items.find(({ status, source }) => status === "placed" && source === "cart");
  return { sku: product.sku, mistyped: mistyped(product.name), order: order.number, untouched: untouched?.number };
};

const filled = (address, values) =>
  address.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name] ?? `no-${name}`));

/** What is wrong with the page as it stands, in this view. */
const seen = async (page, view) => {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const runOnly = view.colorScheme === "dark" ? OF_COLOURS : TAGS;
  const options = { runOnly, resultTypes: ["violations"] };
  const { violations } = await page.evaluate((options) => globalThis.axe.run(document, options), options);
  const wrong = violations.map(({ id, help, nodes }) => {
    const where = nodes.map(({ target }) => target.join(" ")).slice(0, 3);
    return `${view.name || "-wide"}: ${id} (${help}) at ${where.join("; ")}`;
  });
  const { sideways, widest } = await page.evaluate(() => {
    const over = [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth);
    const said = over.slice(-3).map((one) => `${one.localName}.${one.className} "${one.textContent.trim().slice(0, 40)}"`);
    return { sideways: document.documentElement.scrollWidth - innerWidth, widest: said };
  });
  if (sideways > 0) wrong.push(`${view.name || "-wide"}: scrolls sideways by ${sideways} px: ${widest.join("; ")}`);
  return wrong;
};

/** The same of a page that may load itself anew meanwhile, as that of a running import does. */
const seenAtLast = async (page, view, tries = 5) => {
  try {
    return await seen(page, view);
  } catch (error) {
    if (tries === 0) throw error;
    await page.waitForLoadState();
    return seenAtLast(page, view, tries - 1);
  }
};

/** One page in all views. Answers what is wrong with it. */
const lookAt = async (page, entry, values, { pictures, portal }) => {
  const wrong = [];
  await page.setViewportSize(WIDE);
  await before[entry.state]?.({ portal, page, values, role: entry.role });
  const answer = await page.goto(filled(entry.address, values));
  if (answer.status() !== entry.status) wrong.push(`answers ${answer.status()}, not ${entry.status}`);
  await after[entry.state]?.({ page, portal, values });
  for (const view of VIEWS) {
    await page.setViewportSize(view.viewport);
    await page.emulateMedia({ colorScheme: view.colorScheme, reducedMotion: "reduce" });
    wrong.push(...(await seenAtLast(page, view)));
    if (pictures && entry.readme && !view.name) await page.screenshot({ path: `screenshots/readme/${entry.name}.png` });
    if (pictures) await page.screenshot({ path: `screenshots/${entry.name}${view.name}.png`, fullPage: true });
  }
  return wrong;
};

export const look = async (world, { pictures }) => {
  await mkdir("screenshots/readme", { recursive: true });
  const pages = (await readPages()).filter(isWanted);
  const values = await examples(world.portal);
  let failed = 0;
  for (const role of new Set(pages.map((entry) => entry.role))) {
    const { context, page, faults } = await open(world.browser, world.portal);
    if (role !== "nobody") await signIn(page, login(world.portal, role), /read|write|owner/.test(role) ? "/staff/logins" : "/products");
    for (const entry of pages.filter((one) => one.role === role)) {
      const wrong = await lookAt(page, entry, values, { pictures, ...world }).catch((error) => [error.message]);
      wrong.push(...faults.splice(0));
      failed += wrong.length > 0;
      console.log(`${wrong.length ? "FAIL" : "ok  "} ${role.padEnd(9)} ${entry.name} ${entry.address}`);
      for (const line of wrong) console.log(`       ${line}`);
    }
    await context.close();
  }
  return { passed: pages.length - failed, failed };
};
