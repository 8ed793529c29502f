// An order with the keyboard alone: no click anywhere, only keys.

import assert from "node:assert/strict";
import { open } from "../lib/browser.mjs";
import { twoProducts, mistyped } from "../lib/goods.mjs";
import { ask, login } from "../lib/portal.mjs";

const TABS_MAX = 150;

/** Presses Tab until the focus is on what this function wants; it must be visible there. */
const tabTo = async (page, what, wanted) => {
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const on = document.activeElement;
      const name = on.getAttribute("aria-label") ?? on.labels?.[0]?.innerText ?? on.innerText ?? "";
      // A stepper shows the focus of its field on its own frame.
      const frames = [on, on.closest("[data-stepper]")].filter(Boolean).map((frame) => getComputedStyle(frame));
      const ring = frames.some(({ outlineStyle, boxShadow }) => outlineStyle !== "none" || boxShadow !== "none");
      return { tag: on.tagName, name: name.trim(), type: on.type ?? "", ring };
    });
    if (!wanted(focus)) continue;
    assert.ok(focus.ring, `the focus on ${what} cannot be seen`);
    return;
  }
  assert.fail(`${TABS_MAX} tabs did not reach ${what} on ${page.url()}`);
};

const order = async ({ browser, portal }) => {
  const buyer = login(portal, "approver");
  const [product] = await twoProducts(portal, buyer);
  await ask(portal, buyer, "cart", { method: "DELETE" });
  const { page, context, faults } = await open(browser, portal);
  const keys = page.keyboard;

  await page.goto("/sign-in?to=/products");
  await tabTo(page, "the e-mail field", ({ tag, name }) => tag === "INPUT" && /e-mail/i.test(name));
  await keys.type(buyer.email);
  await tabTo(page, "the password field", ({ type }) => type === "password");
  await keys.type(buyer.password);
  await keys.press("Enter");
  await page.waitForURL((url) => url.pathname === "/products");

  await keys.press("/");
  await keys.type(mistyped(product.name));
  await keys.press("Enter");
  await page.waitForURL(/\/products\?q=[^&]+$/);
  await tabTo(page, "the quantity field", ({ name }) => /quantity/i.test(name) && name.includes(product.sku));
  await keys.press("Control+A");
  await keys.type(String(product.minimum));
  await keys.press("Enter");
  await page.getByText(new RegExp(`${product.minimum} in (the )?(current )?order`, "i")).first().waitFor();

  await page.goto("/cart");
  await tabTo(page, "Place order", ({ tag, name }) => tag === "BUTTON" && /^Place order/.test(name));
  await keys.press("Enter");
  await page.getByRole("heading", { level: 1 }).filter({ hasNotText: "Current order" }).waitFor();
  const { items } = await ask(portal, buyer, "orders?limit=1");
  await page.getByText(items[0].number).first().waitFor();
  assert.deepEqual((await ask(portal, buyer, "cart")).lines, []);
  assert.deepEqual(faults, []);
  await context.close();
};

export const journeys = { "an order, with the keyboard alone": order };
