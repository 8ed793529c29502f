// What is done before a page is looked at, so that it is seen full, empty and in error.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { severalProducts } from "./lib/goods.mjs";
import { ask, login } from "./lib/portal.mjs";
import * as documents from "./states-documents.mjs";
import * as ordering from "./states-ordering.mjs";
import * as quotes from "./states-quotes.mjs";
import * as staff from "./states-staff.mjs";

const put = (portal, who, sku, quantity) =>
  ask(portal, who, `cart/lines/${encodeURIComponent(sku)}`, { method: "PUT", body: JSON.stringify({ quantity }) });

/** Fills the current order with a product of each of eight ranges, three packs of each. */
const fullCart = async ({ portal, role }) => {
  const who = login(portal, role);
  await ask(portal, who, "cart", { method: "DELETE" });
  for (const { sku, minimum } of await severalProducts(portal, who, 8)) await put(portal, who, sku, 3 * minimum);
};

/** A full one, the last line of which is sold in packs. */
const packedCart = async ({ portal, role, values }) => {
  await fullCart({ portal, role });
  const who = login(portal, role);
  const { items } = await ask(portal, who, "products?in_stock=true&limit=200");
  values.packed = items.find((one) => one.orderable && one.multiple > 2);
  await put(portal, who, values.packed.sku, values.packed.multiple);
};

/** Types a quantity between two packs. */
const wrongQuantity = async ({ page, values: { packed } }) => {
  const field = page.locator(`main input[name="quantity.${packed.sku}"]`);
  await field.fill(String(packed.multiple + 1));
  await field.press("Enter");
  await page.locator("main tr.tint-bad").first().waitFor();
};

const emptyCart = async ({ portal, role }) => ask(portal, login(portal, role), "cart", { method: "DELETE" });

/** Asks for a link by mail, and reads it from the folder that stands in for the mail server. */
const lastLink = async ({ portal, values, page }) => {
  const before = new Set(await mails(portal));
  await page.goto("/forgotten");
  await askForLink({ page, portal, who: "approver" });
  for (let tries = 0; tries < 100; tries += 1) {
    const news = (await mails(portal)).filter((name) => !before.has(name));
    const texts = await Promise.all(news.map((name) => readFile(join(mailFolder(portal), name), "utf8")));
    const secret = texts.map((text) => /\/link\/([\w-]+)/.exec(text.replaceAll("=\r\n", ""))?.[1]).find(Boolean);
    if (secret) return (values.secret = secret);
    await pause(100);
  }
  throw new Error("no mail with a link was written");
};

const mailFolder = (portal) => join(portal.folder, "data/mail");
const mails = (portal) => readdir(mailFolder(portal)).catch(() => []);

/** Finds an order that waits for a decision of the wholesaler. */
const openRefusal = async ({ page, values }) => {
  await page.goto("/staff");
  values.open = (await page.locator("main tbody th a").first().textContent()).trim();
};

/** Plans a change of several products, to be looked at and not done. */
const plannedBatch = async ({ page, values }) => {
  await page.goto("/staff/products/batches/new?all=yes&of=q%3Dmug");
  await page.locator("main input[name=new_category]").fill("Kitchen > Mugs");
  await page.locator("main input[name=add_tags]").fill("Gift; New in");
  await page.locator("main form.form button[type=submit]").click();
  await page.waitForURL(/batches\/\d+$/);
  values.batch = page.url().split("/").pop();
};

export const before = { ...staff.before, ...ordering.before, ...quotes.before, fullCart, wrongCart: packedCart, emptyCart, lastLink, openRefusal, noAddress: fullCart, plannedBatch };

const submit = (page, name) => page.locator("main").getByRole("button", { name }).first().click();

const askForLink = async ({ page, portal, who = "manager" }) => {
  await page.getByRole("textbox", { name: /e-mail/i }).fill(login(portal, who).email);
  await submit(page, /./);
  await page.waitForLoadState();
};

/** Fills in a wrong password and sends it. */
const wrongPassword = async ({ page, portal }) => {
  await page.getByRole("textbox", { name: /e-mail/i }).fill(login(portal, "viewer").email);
  await page.getByLabel("Password", { exact: true }).fill("not this one");
  await submit(page, "Sign in");
  await page.locator("[aria-invalid=true]").first().waitFor();
};

const wrongOldPassword = async ({ page }) => {
  for (const field of await page.locator("main input[type=password]").all()) await field.fill("not this one either");
  await submit(page, /./);
  await page.locator("[aria-invalid=true]").first().waitFor();
};

const noEmail = async ({ page }) => {
  await page.locator("#invite summary").click();
  await page.locator("#invite input[name=email]").fill("nobody at nowhere");
  await page.locator("#invite input[name=name]").fill("Nobody");
  await page.locator("#invite form").evaluate((form) => (form.noValidate = true));
  await submit(page, /send/i);
  await page.locator("[aria-invalid=true]").first().waitFor();
};

/** Places the full order with another address that is left blank. */
const noAddress = async ({ page }) => {
  await page.getByText("Another address").click();
  await page.locator("main form").first().evaluate((form) => (form.noValidate = true));
  await submit(page, "Place order");
  await page.locator("[aria-invalid=true]").first().waitFor();
};

/** Opens the field for the reason of a refusal. */
const openField = async ({ page }) => page.locator("main .decision summary").click();

export const after = {
  ...staff.after,
  ...ordering.after,
  ...quotes.after,
  ...documents.after,
  wrongCart: wrongQuantity,
  noAddress,
  openRefusal: openField,
  wrongPassword,
  askForLink,
  wrongOldPassword,
  noEmail,
};
