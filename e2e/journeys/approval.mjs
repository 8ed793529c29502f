// A weekly order of a company with several logins: 200 lines are pasted, ten of them wrong; they are mended, the order is
// above what the buyer may order alone, a colleague is asked by mail, approves, and the order is placed.

import assert from "node:assert/strict";
import { open, signIn } from "../lib/browser.mjs";
import { mail } from "../lib/mail.mjs";
import { ask, login } from "../lib/portal.mjs";

/** 190 products that are there, ten of them written wrongly. */
const pasted = async (portal, buyer) => {
  const products = [];
  for (let after = ""; products.length < 190; ) {
    const { items, next } = await ask(portal, buyer, `products?in_stock=true&limit=200${after}`);
    const plain = ({ orderable, quantity_decimals, sku, stock }) =>
      orderable && quantity_decimals === 0 && /^[A-Z]{2}-\d{5}$/.test(sku) && stock?.quantity > 40;
    products.push(...items.filter(plain));
    assert.ok(next, "the demo has 190 plain products in stock");
    after = `&after=${encodeURIComponent(next)}`;
  }
  const lines = products.slice(0, 190).map(({ sku, minimum }, at) => {
    const forms = [`${sku}\t${minimum}`, `${minimum} x ${sku}`, `${sku};${minimum}`, `${sku} ${minimum} pcs`];
    return forms[at % 4];
  });
  const near = products.slice(0, 5).map(({ sku, minimum }) => `${sku}X ${minimum}`);
  const wrong = [...near, "NO-SUCH-THING 4", `${products[6].sku};3;24`, products[7].sku, "??? 1", "nothing of ours"];
  return [...lines, ...wrong].join("\n");
};

const run = async ({ browser, portal }) => {
  const buyer = portal.logins.find(({ email }) => email.startsWith("otto@"));
  const approver = login(portal, "approver");
  const { order_limit: limit } = await ask(portal, buyer, "me");
  assert.ok(limit, "this buyer may not order any amount alone");
  await ask(portal, buyer, "cart", { method: "DELETE" });
  const text = await pasted(portal, buyer);

  const { page, context, faults } = await open(browser, portal);
  await signIn(page, buyer, "/cart/paste");
  await page.getByLabel("Your lines").fill(text);
  await page.getByRole("button", { name: "Look at the lines" }).click();
  await page.getByText("These 190 go in, these 10 need you.").first().waitFor();

  // One press takes what was probably meant, or a quantity that fits; the rest is left out.
  const needing = page.locator("table.paste-lines tbody tr");
  for (let presses = 0; (await needing.count()) > 0; presses += 1) {
    assert.ok(presses < 40, "ten lines are mended by a few presses");
    const offers = needing.first().locator(".offers button");
    const mend = (await offers.count()) > 0 ? offers.first() : needing.first().locator("button[name=leave]");
    await Promise.all([page.waitForEvent("load"), mend.click()]);
  }
  await page.locator("main").getByRole("button", { name: /^Put \d+ lines in the order$/ }).first().click();
  await page.waitForURL((url) => url.pathname === "/cart");
  const { lines, totals } = await ask(portal, buyer, "cart");
  assert.ok(lines.length >= 190, `${lines.length} lines went in`);
  assert.ok(Number(totals.total.amount) > Number(limit.amount));
  await page.locator("#cart-totals").getByRole("button", { name: "Place order" }).click();
  await page.waitForURL(/\/orders\/P-\d+/);
  const number = new URL(page.url()).pathname.split("/").at(-1);
  assert.equal((await ask(portal, buyer, `orders/${number}`)).status, "awaiting_approval");
  await context.close();

  await mail(portal, [approver.email, `${number} needs your approval`]);
  const second = await open(browser, portal);
  await signIn(second.page, approver, "/approvals");
  await second.page.getByRole("link", { name: number }).click();
  await second.page.getByRole("button", { name: /^Approve / }).click();
  await second.page.getByText(`${number} is approved and with the wholesaler.`).waitFor();
  const order = await ask(portal, approver, `orders/${number}`);
  assert.notEqual(order.status, "awaiting_approval");
  assert.ok(order.lines.every(({ quantity, allocated, backordered, shipped }) => quantity === allocated + backordered + shipped));
  await mail(portal, [buyer.email, `${number} is approved`]);
  assert.deepEqual([...faults, ...second.faults], []);
  await second.context.close();
};

export const journeys = { "200 lines pasted, mended, approved by a colleague and placed": run };
