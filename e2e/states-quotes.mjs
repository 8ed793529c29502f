// States of the pages of quotations: a link that was sent, and forms with something wrong in them.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ask, login } from "./lib/portal.mjs";

const refused = (page) => page.locator("main [aria-invalid=true]").first().waitFor();
/** Lets the browser send what it would not send by itself. */
const unchecked = (form) => form.evaluate((element) => (element.noValidate = true));

/** An address for the link that is none. */
const wrongShare = async ({ page }) => {
  const form = page.locator("#share ~ * form[action$='/shares'], form[action$='/shares']").first();
  await page.locator("main details", { has: page.locator("form[action$='/shares']") }).evaluate((all) => (all.open = true));
  await unchecked(form);
  await form.locator("[name=email]").fill("not an address");
  await form.locator("[name=message]").fill("Have a look at the counter.");
  await form.locator("button[type=submit]").click();
  await refused(page);
};

/** A day that is over. */
const wrongConversion = async ({ page }) => {
  const form = page.locator("form[action$='/order']").first();
  await form.locator("[name=reference]").fill("PO 7741");
  await form.locator("[name=requested_day]").fill("2020-01-02");
  await form.locator("button[type=submit]").click();
  await refused(page);
};

/** A link that somebody got by mail. */
const sharedQuote = async ({ portal, values }) => {
  const folder = join(portal.folder, "data/mail");
  const mails = () => readdir(folder).catch(() => []);
  const before = new Set(await mails());
  const body = JSON.stringify({ email: "marta@cafes.example", message: "Is this what you meant?" });
  await ask(portal, login(portal, "buyer"), "quotes/Q-1004/shares", { method: "POST", body });
  for (let tries = 0; tries < 100; tries += 1) {
    const news = (await mails()).filter((name) => !before.has(name) && name.endsWith(".eml"));
    const texts = await Promise.all(news.map((name) => readFile(join(folder, name), "utf8")));
    const secret = texts.map((text) => /\/shared\/([\w-]+)/.exec(text.replaceAll("=\r\n", ""))?.[1]).find(Boolean);
    if (secret) return (values.shared = secret);
    await pause(100);
  }
  throw new Error("no mail with a link was written");
};

/** A price that is none, and a code that is none of ours. */
const wrongQuote = async ({ page }) => {
  await page.locator("[name='price.0']").fill("cheap");
  await page.locator("[name='code.1']").fill("MUG-SNAD");
  await page.locator("[name='quantity.1']").fill("12");
  await page.getByRole("button", { name: "Save", exact: true }).last().click();
  await refused(page);
};

export const before = { sharedQuote };
export const after = { wrongShare, wrongConversion, wrongQuote };
