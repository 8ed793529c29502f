// From a quotation to the statement of account: asked for, priced, commented, shared, converted, sent, invoiced, paid in part;
// and three documents, one of them a credit note, ticked and paid.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { open, signIn } from "../lib/browser.mjs";
import { mail } from "../lib/mail.mjs";
import { ask, login } from "../lib/portal.mjs";
import { confirm } from "../lib/staff.mjs";

const QUANTITY = 12;
const PART = 100;
const CONVERT = /^Convert to Order/;

/** Amounts are compared in the smallest unit. */
const minor = ({ amount }) => Math.round(Number(amount) * 100);
const post = (portal, who, path, body) =>
  ask(portal, who, path, { method: "POST", body: JSON.stringify(body), headers: { "Idempotency-Key": randomUUID() } });
const button = (page, name) => page.locator("main").getByRole("button", { name, exact: true }).first();

const askFor = async (portal, buyer) => {
  const { items } = await ask(portal, buyer, "products?in_stock=true&limit=500");
  const fits = (one) => one.orderable && one.minimum === 1 && one.multiple === 1 && one.stock?.quantity >= 50;
  const product = items.find(fits);
  assert.ok(product, "the demo has a product with plenty in stock");
  const lines = [{ code: product.sku, quantity: QUANTITY }];
  return post(portal, buyer, "quotes", { lines, remarks: "For the window." });
};

const offer = async (page, number) => {
  await page.goto(`/staff/quotes/${number}/edit`);
  await page.locator("[name='price.0']").fill("17.25");
  await button(page, "Send").click();
  await page.waitForURL((url) => url.pathname === `/staff/quotes/${number}`);
};

/** Somebody without a login opens the link that came by mail. */
const share = async (world, page, number) => {
  const form = page.locator("main details", { has: page.locator("form[action$='/shares']") });
  if ((await form.getAttribute("open")) === null) await form.locator("summary").click();
  const address = `marta-${randomUUID().slice(0, 8)}@cafes.example`;
  await page.getByLabel("E-mail address").fill(address);
  await button(page, "Send the link").click();
  const [link] = /\/shared\/[\w-]+/.exec(await mail(world.portal, [address, number, "/shared/"]));
  const marta = await open(world.browser, world.portal);
  await marta.page.goto(link);
  await marta.page.getByRole("heading", { name: number }).waitFor();
  assert.equal(await button(marta.page, CONVERT).count(), 0, "who was sent a link cannot order");
  await marta.context.close();
  return marta.faults;
};

const convert = async (page, number) => {
  await page.goto(`/quotes/${number}`);
  await page.getByLabel("Your reference").first().fill("PO 7790");
  await button(page, CONVERT).click();
  await page.waitForURL(/\/orders\/P-\d+/);
  return new URL(page.url()).pathname.split("/").pop();
};

const invoice = async (page, portal, staff, order) => {
  await confirm(page, order);
  await post(portal, staff, `staff/orders/${order}/shipments`, { lines: [{ line: 1, quantity: QUANTITY }], carrier: "DPD" });
  await page.goto(`/staff/orders/${order}/invoice`);
  await button(page, "Issue the invoice").click();
  const told = await page.getByText(/INV-\d{4}-\d+ is issued\./).first().textContent();
  return /INV-\d{4}-\d+/.exec(told)[0];
};

/** At the demo gateway the payer pays, and comes back. */
const payThere = async (page) => {
  await button(page, "Pay now").click();
  await page.waitForURL(/\/demo-gateway\//);
  await button(page, "Pay").click();
  await page.waitForURL(/\/payments\/PAY-\d+/);
  await page.locator("main h1").getByText("Paid").or(page.locator("main .state", { hasText: "Paid" })).first().waitFor();
  return new URL(page.url()).pathname.split("/").pop();
};

const payOffPart = async (page) => {
  await page.goto("/transactions");
  await page.getByRole("link", { name: "Pay off Balance" }).first().click();
  await page.getByLabel("Amount to pay").fill(String(PART));
  await button(page, "Show what it pays").click();
  await page.locator("table.pay-parts").waitFor();
  return payThere(page);
};

const quoted = async (world) => {
  const { portal, browser } = world;
  const [buyer, staff] = [login(portal, "buyer"), login(portal, "owner")];
  const before = await ask(portal, buyer, "statement");
  const { number } = await askFor(portal, buyer);
  const olive = await open(browser, portal);
  await signIn(olive.page, staff, "/staff");
  await offer(olive.page, number);

  const anna = await open(browser, portal);
  await signIn(anna.page, buyer, `/quotes/${number}`);
  await anna.page.getByLabel(/^Write to /).fill("Could it come before the fair?");
  await button(anna.page, "Send comment").click();
  await anna.page.getByText("Could it come before the fair?").first().waitFor();
  const shared = await share(world, anna.page, number);
  const order = await convert(anna.page, number);
  assert.equal((await ask(portal, buyer, `quotes/${number}`)).order, order);

  const billed = await invoice(olive.page, portal, staff, order);
  const { total } = await ask(portal, buyer, `documents/${billed}`);
  const payment = await payOffPart(anna.page);
  const after = await ask(portal, buyer, "statement");
  assert.equal(minor(after.closing), minor(before.closing) + minor(total) - PART * 100);
  const ages = ["not_due", "days_1_30", "days_31_60", "days_61_90", "days_over_90"];
  const aged = ages.reduce((sum, age) => sum + minor(after.ageing[age]), 0) - minor(after.ageing.unapplied_credit);
  assert.equal(aged, minor(after.closing), "the ages come to the closing balance");
  await anna.page.goto("/statement");
  for (const row of [billed, payment]) await anna.page.getByRole("row").filter({ hasText: row }).first().waitFor();
  assert.deepEqual([...anna.faults, ...olive.faults, ...shared], []);
  await anna.context.close();
  await olive.context.close();
};

const ticked = async ({ portal, browser }) => {
  const buyer = login(portal, "buyer");
  const { items } = await ask(portal, buyer, "documents?limit=200");
  const free = (kind) => items.filter((one) => one.type === kind && minor(one.open) !== 0 && minor(one.pending) === 0);
  const chosen = [...free("credit_note").slice(0, 1), ...free("invoice").slice(0, 2)];
  assert.deepEqual(chosen.map(({ type }) => type), ["credit_note", "invoice", "invoice"]);
  const sum = chosen.reduce((all, { type, open }) => all + (type === "invoice" ? 1 : -1) * Math.abs(minor(open)), 0);
  const { page, context, faults } = await open(browser, portal);
  await signIn(page, buyer, "/transactions");
  for (const { number } of chosen) await page.getByRole("row").filter({ hasText: number }).getByRole("checkbox").check();
  await page.getByText("3 documents ticked").waitFor();
  await page.getByRole("button", { name: "Continue to pay" }).click();
  const said = await page.locator("[data-pay-sum]").textContent();
  assert.equal(Math.round(Number(said.replace(/[^\d.]/g, "")) * 100), sum);
  const payment = await payThere(page);
  assert.equal(minor((await ask(portal, buyer, `payments/${payment}`)).amount), sum);
  for (const { number } of chosen) {
    const { state, open: left } = await ask(portal, buyer, `documents/${number}`);
    assert.deepEqual([number, state, minor(left)], [number, "settled", 0]);
  }
  assert.deepEqual(faults, []);
  await context.close();
};

export const journeys = {
  "a quotation: commented, shared, converted, invoiced, paid in part, and the statement agrees": quoted,
  "three documents, one of them a credit note, ticked and paid": ticked,
};
