// What is done before a page is looked at, so that it is seen full, empty and in error.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { twoProducts } from "./lib/goods.mjs";
import { ask, login } from "./lib/portal.mjs";

/** Puts two products into the current order. */
const fullCart = async ({ portal, role }) => {
  const who = login(portal, role);
  const products = await twoProducts(portal, who);
  await ask(portal, who, "cart", { method: "DELETE" });
  for (const { sku, minimum } of products) {
    const body = JSON.stringify({ quantity: minimum });
    await ask(portal, who, `cart/lines/${encodeURIComponent(sku)}`, { method: "PUT", body });
  }
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

export const before = { fullCart, emptyCart, lastLink };

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
  await page.locator("main input[name=email]").fill("nobody at nowhere");
  await page.locator("main input[name=name]").fill("Nobody");
  await page.locator("main form").first().evaluate((form) => (form.noValidate = true));
  await submit(page, /send|invite/i);
  await page.locator("[aria-invalid=true]").first().waitFor();
};

export const after = { wrongPassword, askForLink, wrongOldPassword, noEmail };
