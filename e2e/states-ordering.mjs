// States of the pages of pasted lines.

import { severalProducts } from "./lib/goods.mjs";
import { ask, login } from "./lib/portal.mjs";

const lookAt = async (page, text) => {
  await page.goto("/cart/paste");
  await page.locator("textarea[name=lines]").fill(text);
  await page.getByRole("button", { name: "Look at the lines" }).click();
  await page.waitForLoadState();
};

/** A list with lines that go in and one of each kind that needs somebody. */
const pastedLines = async ({ page, portal }) => {
  const products = await severalProducts(portal, login(portal, "buyer"), 8);
  const [first, second, third] = products;
  const wrong = [`${first.sku}X 12`, "NO-SUCH-THING 4", `${second.sku};3;24`, third.sku, "???", "mug 12"];
  await lookAt(page, [...products.map(({ sku, minimum }) => `${sku}\t${minimum}`), ...wrong].join("\n"));
};

const pasteNothing = async ({ page }) => {
  await page.getByRole("button", { name: "Look at the lines" }).click();
  await page.locator("[aria-invalid=true]").first().waitFor();
};

/** No list is kept. */
const noList = async ({ page }) => {
  await lookAt(page, "X 1");
  await page.locator("main summary").filter({ hasText: "Throw away" }).click();
  await page.getByRole("button", { name: "Throw the list away" }).click();
  await page.waitForLoadState();
};

/** An invitation to nobody. */
const wrongColleague = async ({ page }) => {
  const form = page.locator("form[action='/colleagues']");
  await form.locator("input[name=order_limit]").fill("much");
  await form.getByRole("button").click();
  await page.locator("[aria-invalid=true]").first().waitFor();
};

/** An address in the United States without its state, and with a postcode of elsewhere. */
const wrongAddress = async ({ page }) => {
  const form = page.locator("form[action='/addresses']");
  await form.locator("select[name=country]").selectOption("US");
  await form.locator("button[name=look]").click();
  await page.locator("#address-regions").waitFor({ state: "attached" });
  for (const [name, text] of [["line1", "500 Congress Avenue"], ["city", "Austin"], ["postcode", "SW1A 1AA"], ["region", " "]]) {
    await page.locator(`input[name=${name}]`).fill(text);
  }
  await page.locator("form[action='/addresses'] button.main").click();
  await page.locator("[aria-invalid=true]").first().waitFor();
};

const wrongContact = async ({ page }) => {
  await page.locator("input[name=email]").evaluate((field) => (field.type = "text"));
  await page.locator("input[name=email]").fill("nobody at all");
  await page.locator("form[action='/account/contact'] button.main").click();
  await page.locator("[aria-invalid=true]").first().waitFor();
};

const quickWrong = async ({ page }) => {
  await page.locator("#quick-code").fill("MUG-SNAD");
  await page.locator("form.quick button.main").click();
  await page.locator("[aria-invalid=true]").first().waitFor();
};

const quickTyped = async ({ page }) => {
  await page.locator("#quick-code").pressSequentially("mug");
  await page.locator("#quick-options [role=option]").first().waitFor();
  await page.keyboard.press("ArrowDown");
};

const button = (page, name) => page.locator("main").getByRole("button", { name, exact: true }).first().click();

/** Staff enter an order: three products, one with a price by hand. */
const entered = async ({ page }) => {
  for (const [code, quantity] of [["TEAPOT-IRON", "2"], ["MUG-SAND", "24"], ["OUT-BACK", "5"]]) {
    await page.locator("#quick-code").fill(code);
    await page.locator("#quick-quantity").fill(quantity);
    await button(page, "Add");
    await page.locator(`[name="quantity.${code}"]`).waitFor();
  }
  await page.locator('[name="price.TEAPOT-IRON"]').fill("30.50");
  await page.locator('[name="reason.TEAPOT-IRON"]').fill("Agreed by telephone");
  await button(page, "Save");
  await page.locator('[name="price.TEAPOT-IRON"][value^="30.5"]').waitFor();
};

const enteredWrong = async (about) => {
  await entered(about);
  const { page } = about;
  await page.locator("#quick-code").fill("TEAPOT-IRN");
  await page.locator('[name="quantity.MUG-SAND"]').fill("7");
  await page.locator('[name="price.TEAPOT-IRON"]').fill("cheap");
  await page.locator(".entry-paste summary").click();
  await page.locator("[name=paste]").fill("SOMETHING-ELSE 5");
  await button(page, "Add");
  await page.locator("main [aria-invalid=true]").first().waitFor();
};

/** Quantities are typed and nothing is ticked. */
const nothingTicked = async ({ page }) => {
  await page.locator('[name^="quantity."]').first().fill("36");
  await button(page, "Add ticked lines");
  await page.locator("main [role=alert]").waitFor();
};

const openList = async ({ page }) => {
  await page.getByRole("link", { name: "Every week" }).click();
  await page.waitForURL(/\/lists\/\d+$/);
};

/** A quantity that is none. */
const wrongListQuantity = async ({ page }) => {
  await openList({ page });
  await page.locator('[name^="quantity."]').first().fill("a dozen");
  await button(page, "Save quantities");
  await page.locator("[aria-invalid=true]").first().waitFor();
};

/** A code that is none of ours. */
const wrongListCode = async ({ page }) => {
  await openList({ page });
  await page.locator("#quick-code").fill("MUG-SNAD");
  await page.locator("#quick-quantity").fill("12");
  await page.locator("form.quick .button").click();
  await page.locator("[aria-invalid=true]").first().waitFor();
};

/** The name of another list. */
const wrongListName = async ({ page }) => {
  await openList({ page });
  await page.locator("main summary").filter({ hasText: "Rename" }).click();
  await page.locator("form.list-name input[name=name]").fill("Christmas shelf");
  await button(page, "Save the name");
  await page.locator("[aria-invalid=true]").first().waitFor();
};

const newList = async (page, name) => {
  await page.goto("/lists/new");
  await page.locator("form.new-list input[name=name]").fill(name);
  await button(page, "Save the list");
};

/** A name that is there already. */
const listTwice = async ({ page }) => {
  await newList(page, "every WEEK");
  await page.locator("[aria-invalid=true]").first().waitFor();
};

/** A list that nothing is in yet. */
const emptyList = async ({ page }) => {
  await newList(page, `Ideas ${Date.now()}`);
  await page.waitForURL(/\/lists\/\d+$/);
};

/** Every list is deleted. */
const noLists = async ({ page }) => {
  const links = page.locator("main table.saved-lists th a");
  for (let left = await links.count(); left > 0; left -= 1) {
    await links.first().click();
    await page.waitForURL(/\/lists\/\d+$/);
    await page.locator("main summary").filter({ hasText: "Delete" }).click();
    await button(page, "Delete the list");
    await page.waitForURL(/\/lists$/);
  }
};

export const after = {
  openList,
  wrongListQuantity,
  wrongListCode,
  wrongListName,
  listTwice,
  emptyList,
  noLists,
  nothingTicked,
  quickWrong,
  quickTyped,
  entered,
  enteredWrong,
  enteredTyped: quickTyped,
  wrongColleague,
  wrongAddress,
  wrongContact,
  pastedLines,
  pasteNothing,
  noList,
};

/** Otto may order for £250 alone: this is more. */
const toApprove = async ({ portal, values }) => {
  const otto = portal.logins.find(({ email }) => email.startsWith("otto@"));
  const headers = { "Idempotency-Key": `to-approve-${Date.now()}` };
  const lines = [{ code: "TEAPOT-IRON", quantity: 9 }];
  const order = await ask(portal, otto, "orders", { method: "POST", headers, body: JSON.stringify({ lines }) });
  values.asked = order.number;
};

/** Every order that waited is decided on. */
const nothingToApprove = async ({ portal }) => {
  const who = login(portal, "approver");
  const { items } = await ask(portal, who, "orders?status=awaiting_approval&limit=100");
  for (const { number } of items) {
    const body = JSON.stringify({ decision: "refuse", reason: "Not now" });
    await ask(portal, who, `orders/${number}/approval`, { method: "POST", body }).catch(() => null);
  }
};

export const before = { toApprove, nothingToApprove };
