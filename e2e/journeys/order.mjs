// From sign-in to the order: search with a typo, add from the list and from the product page, see the check marks,
// sign out and in again, place, see the order.

import assert from "node:assert/strict";
import { open, signIn } from "../lib/browser.mjs";
import { twoProducts, mistyped } from "../lib/goods.mjs";
import { ask, login } from "../lib/portal.mjs";

const walk = async ({ browser, portal }, role, options) => {
  const buyer = login(portal, role);
  const [first, second] = await twoProducts(portal, buyer);
  await ask(portal, buyer, "cart", { method: "DELETE" });
  const { page, context, faults } = await open(browser, portal, options);
  await signIn(page, buyer);

  await search(page, mistyped(first.name));
  const row = page.getByRole("row").filter({ hasText: first.sku });
  const field = row.getByRole("textbox", { name: new RegExp(`quantity.*${escaped(first.sku)}`, "i") });
  await field.fill(String(first.minimum));
  await saveList(page, field, options);
  await checkMark(row, first.minimum);

  await search(page, second.sku);
  await page.getByRole("row").filter({ hasText: second.sku }).getByRole("link", { name: second.sku }).click();
  await page.getByRole("heading", { level: 1, name: second.name }).waitFor();
  await page.locator("main").getByRole("textbox", { name: /quantity/i }).first().fill(String(second.minimum));
  await page.getByRole("button", { name: /^(Add|Update)/ }).first().click();
  await checkMark(page.locator("main"), second.minimum);

  await signOut(page);
  await signIn(page, buyer);
  await page.goto("/cart");
  for (const product of [first, second]) {
    const line = page.getByRole("row").filter({ hasText: product.sku });
    assert.equal(await line.getByRole("textbox", { name: /quantity/i }).first().inputValue(), String(product.minimum));
  }
  await place(page);
  await seeOrder(page, portal, buyer, [first, second]);
  assert.deepEqual(faults, []);
  await context.close();
};

export const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const search = async (page, words) => {
  const box = page.getByRole("search").locator("input[name=q]");
  await box.fill(words);
  await box.press("Enter");
  await page.waitForURL(/\/products\?/);
};

// With scripts Enter saves at once; without, the button of the table does.
const saveList = async (page, field, options) => {
  if (options?.javaScriptEnabled === false) {
    await page.getByRole("button", { name: "Save quantities" }).first().click();
  } else {
    await field.press("Enter");
  }
};

const checkMark = (where, quantity) =>
  where.getByText(new RegExp(`${quantity} in (the )?(current )?order`, "i")).first().waitFor();

const signOut = async (page) => {
  await page.getByRole("navigation").getByRole("button", { name: "Sign out" }).first().click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
};

const place = async (page) => {
  await page.locator("main").getByRole("button", { name: "Place order" }).first().click();
  await page.getByRole("heading", { level: 1 }).filter({ hasNotText: "Current order" }).waitFor();
};

const seeOrder = async (page, portal, buyer, products) => {
  const { items } = await ask(portal, buyer, "orders?limit=1");
  await page.getByText(items[0].number).first().waitFor();
  await page.goto("/orders");
  await page.getByRole("link", { name: items[0].number }).first().click();
  await page.getByRole("heading", { level: 1, name: new RegExp(escaped(items[0].number)) }).waitFor();
  for (const product of products) await page.getByRole("row").filter({ hasText: product.sku }).first().waitFor();
  const cart = await ask(portal, buyer, "cart");
  assert.deepEqual(cart.lines, []);
};

export const journeys = {
  "an order, with the mouse": (world) => walk(world, "buyer"),
  "an order, without scripts": (world) => walk(world, "manager", { javaScriptEnabled: false }),
};
