// What is done before a page is looked at, so that it is seen full, empty and in error.

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

export const before = { fullCart, emptyCart };

/** Fills in a wrong password and sends it. */
const wrongPassword = async ({ page, portal }) => {
  await page.getByRole("textbox", { name: /e-mail/i }).fill(login(portal, "viewer").email);
  await page.getByLabel("Password", { exact: true }).fill("not this one");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").first().waitFor();
};

export const after = { wrongPassword };
