// Staff see the portal as a customer: their prices, refused to order read-only, then an order for them, and its trace.

import assert from "node:assert/strict";
import { open, signIn } from "../lib/browser.mjs";
import { twoProducts } from "../lib/goods.mjs";
import { ask, login } from "../lib/portal.mjs";

const walk = async ({ browser, portal }, options) => {
  const [staff, buyer] = [login(portal, "write"), login(portal, "manager")];
  const { customer } = await ask(portal, buyer, "me");
  const [product] = await twoProducts(portal, buyer);
  const { page, context, faults } = await open(browser, portal, options);
  await signIn(page, staff, "/staff/customers");

  await page.locator("input[name=q]").first().fill(customer.number);
  await page.locator("input[name=q]").first().press("Enter");
  await page.getByRole("link", { name: customer.number, exact: true }).first().click();
  await page.getByRole("button", { name: "View as customer" }).click();
  await page.getByText(`You see this as ${customer.number}`).waitFor();

  await page.goto(`/products/${encodeURIComponent(product.sku)}`);
  await page.getByText("read-only").first().waitFor();
  const quantity = page.locator("main").getByRole("textbox", { name: /quantity/i }).first();
  await quantity.fill(String(product.minimum));
  const refused = page.waitForResponse((answer) => answer.request().method() === "POST");
  await page.getByRole("button", { name: /^(Add|Update)/ }).first().click();
  assert.equal((await refused).status(), 403);

  await page.goto(`/products/${encodeURIComponent(product.sku)}`);
  await page.getByRole("button", { name: "Order for them" }).click();
  await page.getByText(`You order for ${customer.number}`).waitFor();
  await page.goto(`/products/${encodeURIComponent(product.sku)}`);
  await quantity.fill(String(product.minimum));
  await page.getByRole("button", { name: /^(Add|Update)/ }).first().click();
  await page.getByText(new RegExp(`${product.minimum} in (the )?(current )?order`, "i")).first().waitFor();
  await page.goto("/cart");
  await page.locator("main").getByRole("button", { name: "Place order" }).first().click();
  await page.getByRole("heading", { level: 1 }).filter({ hasNotText: "Current order" }).waitFor();
  const { items } = await ask(portal, buyer, "orders?limit=1");
  assert.equal(items[0].source, "staff");
  assert.equal(items[0].placed_by, null);

  await page.getByRole("button", { name: "Stop" }).click();
  await page.waitForURL(/\/staff\/customers\//);
  for (const trace of ["began to see the portal", "went over to ordering", "for the customer", "stopped seeing"]) {
    await page.getByText(trace).first().waitFor();
  }
  await page.getByRole("link", { name: items[0].number }).first().click();
  await page.getByText("placed by").first().waitFor();
  assert.deepEqual(faults, []);
  await context.close();
};

export const journeys = {
  "seeing the portal as a customer": (world) => walk(world),
  "seeing the portal as a customer, without scripts": (world) => walk(world, { javaScriptEnabled: false }),
};
