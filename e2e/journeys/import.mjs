// Staff import a foreign spreadsheet with a mapping, set prices, invite a login; who is invited opens the mail, signs
// in and sees exactly that product at exactly that price.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { open, signIn } from "../lib/browser.mjs";
import { login } from "../lib/portal.mjs";
import { workbook } from "../lib/workbook.mjs";

const ARTICLES = [
  ["Artikel-Nr.", "Bezeichnung", "Zusatz", "VK netto", "VE", "Sortiment", "gelistet"],
  ["IMP-0017", "Teekanne", "Gusseisen", 24.95, 1, "Importiert", 46_000],
  ["IMP-0018", "Tasse", "#REF", 0.1 + 0.2, 1, "", 46_000],
  ["IMP-0019", "", "", 3, 1, "", 46_000],
];
const CUSTOMERS = "Kundennummer;Firma;Land;Sortiment\nIMP-1;Müller & Söhne;DE;Importiert\n";

/** Uploads a file; stands on the page that shows what would happen. */
const upload = async (page, kind, name, buffer) => {
  await page.goto("/staff/import");
  await page.getByLabel("What the file holds").selectOption({ label: kind });
  await page.getByLabel("File", { exact: true }).setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  await page.getByRole("button", { name: "Upload and look at it" }).click();
  await page.waitForURL(/\/staff\/import\/\d+$/);
};

/** Runs it and waits until it has ended. */
const run = async (page, ends) => {
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByText(ends, { exact: true }).waitFor({ timeout: 30_000 });
};

/** Makes a price list, sets these prices of the product in it, quantity and price, and gives it to the customer. */
const setPrices = async (page, prices) => {
  await page.goto("/staff/price-lists/new");
  await page.getByLabel("Code", { exact: true }).fill("IMPORT");
  await page.getByLabel("Name", { exact: true }).fill("Importiert");
  await page.getByRole("button", { name: "Make the list" }).click();
  await page.getByLabel("Code of a product", { exact: true }).fill("IMP-0017");
  await page.getByRole("button", { name: "Set its prices" }).click();
  const add = page.locator("main form").filter({ has: page.getByRole("button", { name: "Set the price" }) });
  for (const [quantity, price] of prices) {
    await add.getByLabel(/^From quantity/).fill(quantity);
    await add.getByLabel(/^Price/).fill(price);
    await add.getByRole("button", { name: "Set the price" }).click();
    await page.getByText("The price of IMP-0017 is set.").waitFor();
  }
  await add.getByLabel(/^Price/).fill("16");
  await add.getByRole("button", { name: "Set the price" }).click();
  await page.getByText("A price of 19.90 begins on the same day").waitFor();
  await page.goto("/staff/price-lists/IMPORT/customers");
  await page.getByLabel("Number of a customer").fill("IMP-1");
  await page.getByRole("button", { name: "Give the list" }).click();
  await page.getByText("IMP-1 buys by this list now.").waitFor();
};

const figure = (page, label) => page.locator("dl.facts div").filter({ hasText: label }).locator("dd").first().innerText();

const invited = async (portal, address) => {
  for (let tries = 0; tries < 100; tries += 1) {
    const folder = join(portal.folder, "data", "mail");
    for (const name of await readdir(folder).catch(() => [])) {
      const mail = await readFile(join(folder, name), "utf8");
      const plain = mail.replaceAll("=\r\n", "").replaceAll("=3D", "=");
      const link = plain.match(/https?:\/\/[^\s"<]*\/link\/[^\s"<]+/);
      if (plain.includes(address) && link) return new URL(link[0]).pathname;
    }
    await pause(100);
  }
  throw new Error(`no invitation to ${address}`);
};

const walk = async ({ browser, portal }, options) => {
  const { page, context, faults } = await open(browser, portal, options);
  await signIn(page, login(portal, "owner"), "/staff");

  await upload(page, "Products", "Artikel.xlsx", workbook(ARTICLES));
  await page.getByLabel("Column that feeds assortments").selectOption("Sortiment");
  await page.getByRole("button", { name: "Look again" }).click();
  assert.equal(await figure(page, "New"), "2");
  assert.equal(await figure(page, "Rows refused"), "1");
  await page.getByText("`name` is empty").first().waitFor();
  await page.getByLabel(/Keep this mapping as/).fill("Warenwirtschaft");
  await run(page, "Done, with refused rows");
  const [refused] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /Fetch the refused rows/ }).click()]);
  assert.match(await readFile(await refused.path(), "utf8"), /^refused_line,refused_reason,.*\n4,.*IMP-0019/);

  const windows1252 = (text) => Buffer.from(text, "latin1");
  await upload(page, "Customers", "Kunden.csv", windows1252(CUSTOMERS));
  await page.getByLabel("Column that feeds assortment").selectOption("Sortiment");
  await run(page, "Done");
  await setPrices(page, [["", "19.90"], ["12", "17.5"]]);

  const address = "jutta@mueller.example";
  await page.goto("/staff/logins");
  await page.locator("#invite summary").click();
  await page.locator("#invite").getByLabel("Name", { exact: true }).fill("Jutta Müller");
  await page.locator("#invite").getByLabel("E-mail address").fill(address);
  await page.locator("#invite").getByLabel("Customer's number").fill("IMP-1");
  await page.locator("#invite").getByRole("button", { name: "Send invitation" }).click();
  await page.getByText(/invitation to Jutta Müller is on its way/).waitFor();
  await context.close();

  const { page: hers, context: own, faults: more } = await open(browser, portal, options);
  await hers.goto(await invited(portal, address));
  const password = "eine lange Parole 17";
  for (const field of await hers.locator("main input[type=password]").all()) await field.fill(password);
  await hers.locator("main form button[type=submit]").first().click();
  await hers.waitForURL((url) => !url.pathname.startsWith("/link/"));
  if (new URL(hers.url()).pathname === "/sign-in") await signIn(hers, { email: address, password });
  await hers.goto("/products");
  const rows = hers.locator("main").getByRole("row").filter({ hasText: "IMP-" });
  await rows.first().waitFor();
  assert.equal(await rows.count(), 1, "exactly the product of her assortment");
  assert.match(await rows.first().innerText(), /IMP-0017/);
  await hers.goto("/products/IMP-0017");
  await hers.getByRole("heading", { level: 1, name: /Teekanne/ }).waitFor();
  const shown = await hers.locator("main").innerText();
  assert.match(shown, /Your price, each, without VAT\s+£19\.90/);
  assert.match(shown, /12\t17\.50/);
  assert.equal((await hers.goto("/products/IMP-0018")).status(), 404);
  assert.deepEqual([...faults, ...more], []);
  await own.close();
};

export const journeys = {
  "staff import a foreign spreadsheet, set prices and invite: she sees exactly that": (world) => walk(world),
};
