// An order short of stock: what is there is reserved and the rest waits; goods come in and go to it; the warehouse picks
// by scanning and sends a part; the customer sees what was delivered and what waits, and has the mail.

import assert from "node:assert/strict";
import { open, signIn } from "../lib/browser.mjs";
import { mail } from "../lib/mail.mjs";
import { ask, login } from "../lib/portal.mjs";
import { confirm } from "../lib/staff.mjs";

const SHORT_BY = 10;
const COMES_IN = 6;
const TRACKING = "1550 1234 5678 90";

/** A product sold by the piece, with a little stock, that may be backordered. */
const scarce = async (portal, who) => {
  const { items } = await ask(portal, who, "products?in_stock=true&limit=500");
  const fits = (one) => one.orderable && one.backorder_allowed && one.minimum === 1 && one.multiple === 1;
  const found = items.find((one) => fits(one) && one.stock?.quantity >= 2 && one.stock.quantity <= 60);
  assert.ok(found, "the demo has a product with a little stock");
  return found;
};

/** Puts it in the current order and places that on the page; answers with the order's number. */
const place = async (page, portal, who, { sku }, quantity) => {
  await ask(portal, who, "cart", { method: "DELETE" });
  await ask(portal, who, `cart/lines/${encodeURIComponent(sku)}`, { method: "PUT", body: JSON.stringify({ quantity }) });
  await page.goto("/cart");
  await page.locator("main").getByRole("button", { name: "Place order" }).first().click();
  await page.waitForURL(/\/orders\/P-\d+/);
  return new URL(page.url()).pathname.split("/").pop();
};

const quantities = async (portal, who, number) => {
  const { lines } = await ask(portal, who, `orders/${number}`);
  return [lines[0].allocated, lines[0].backordered, lines[0].shipped];
};

const receive = async (page, sku, number) => {
  await page.goto("/staff/goods-in/new");
  await page.getByLabel("What came").fill(`${COMES_IN}*${sku}`);
  await page.getByLabel(/^Delivery note or reference/).fill("DN 4711");
  await page.getByRole("button", { name: "Look at it" }).click();
  await page.getByRole("button", { name: "Book", exact: true }).click();
  await page.getByRole("heading", { name: "What waited for it" }).waitFor();
  await page.getByRole("link", { name: number }).first().waitFor();
};

/** Releases the order from the work queue, picks it by its code and sends it with a carrier. */
const send = async (page, number, { sku, wrong }, quantity) => {
  await page.goto(`/staff/work?q=${number}`);
  await page.getByRole("row").filter({ hasText: number }).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Release ticked orders" }).click();
  await page.goto(`/staff/goods-out?q=${number}`);
  await page.getByRole("link", { name: /^N-\d+$/ }).first().click();
  const field = page.getByLabel("Scan or type a code");
  const scan = async (code, told) => {
    await field.fill(code);
    await field.press("Enter");
    await page.getByText(told).first().waitFor();
  };
  await scan(wrong, "is not on this note");
  await scan(`${quantity - 1}*${sku}`, `${quantity - 1} of ${quantity}`);
  await scan(`2*${sku}`, "This was not counted");
  await scan(sku, `${quantity} of ${quantity}`);
  await field.press("Enter");
  await page.getByLabel(/^Carrier/).first().fill("Parcelforce");
  await page.getByLabel(/^Tracking/).first().fill(TRACKING);
  await page.getByRole("button", { name: /^Send/ }).first().click();
  await page.getByText(/^S-\d+/).first().waitFor();
};

const walk = async ({ browser, portal }) => {
  const [buyer, staff] = [login(portal, "buyer"), login(portal, "owner")];
  const product = await scarce(portal, buyer);
  const there = product.stock.quantity;
  const anna = await open(browser, portal);
  await signIn(anna.page, buyer);
  const number = await place(anna.page, portal, buyer, product, there + SHORT_BY);
  assert.deepEqual(await quantities(portal, buyer, number), [there, SHORT_BY, 0]);
  await anna.page.goto("/backorders");
  await anna.page.getByRole("row").filter({ hasText: number }).filter({ hasText: product.sku }).waitFor();

  const olive = await open(browser, portal);
  await signIn(olive.page, staff, "/staff");
  await confirm(olive.page, number);
  await receive(olive.page, product.sku, number);
  assert.deepEqual(await quantities(portal, buyer, number), [there + COMES_IN, SHORT_BY - COMES_IN, 0]);
  await send(olive.page, number, { sku: product.sku, wrong: "NO-SUCH-CODE" }, there + COMES_IN);

  assert.deepEqual(await quantities(portal, buyer, number), [0, SHORT_BY - COMES_IN, there + COMES_IN]);
  await anna.page.goto(`/orders/${number}`);
  const line = anna.page.getByRole("row").filter({ hasText: product.sku });
  const told = (await line.locator(".in-words").textContent()).trim();
  assert.equal(told, `${there + COMES_IN} delivered · ${SHORT_BY - COMES_IN} awaiting stock`);
  const shown = await line.getByRole("cell").allInnerTexts();
  for (const figure of [there + SHORT_BY, there + COMES_IN, SHORT_BY - COMES_IN]) {
    assert.ok(shown.some((cell) => cell.trim().split("\n")[0] === String(figure)), `${figure} in ${shown}`);
  }
  await anna.page.getByText(TRACKING).first().waitFor();
  assert.match(await mail(portal, [number, TRACKING]), /Parcelforce/);
  assert.deepEqual([...anna.faults, ...olive.faults], []);
  await anna.context.close();
  await olive.context.close();
};

export const journeys = {
  "an order short of stock: backorder, goods-in, allocation, part shipment, and the customer sees both": (world) => walk(world),
};
