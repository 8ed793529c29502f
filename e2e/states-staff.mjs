// States of pages that a form leads to: imports at each stage, what is told once, what was refused and kept as typed.

import { login } from "./lib/portal.mjs";
import { code } from "./lib/totp.mjs";
import { workbook } from "./lib/workbook.mjs";

const ARTICLES = [
  ["Artikel-Nr.", "Bezeichnung", "Zusatz", "VK netto", "VE", "gelistet"],
  ["LOOK-0017", "Teekanne", "Gusseisen", 24.95, 1, 46_000],
  ["LOOK-0018", "Tasse", "", 7.4, 6, 46_000],
  ["LOOK-0019", "", "", 3, 1, 46_000],
];

const submit = (page, name) => page.locator("main").getByRole("button", { name }).first().click();
const refused = (page) => page.locator("main [aria-invalid=true]").first().waitFor();
/** Lets the browser send what it would not send by itself. */
const unchecked = (form) => form.evaluate((element) => (element.noValidate = true));

const upload = async (page, values, kind, name, buffer) => {
  await page.goto("/staff/import");
  await page.getByLabel("What the file holds").selectOption({ label: kind });
  await page.locator("main input[type=file]").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  await submit(page, "Upload and look at it");
  await page.waitForURL(/\/staff\/import\/\d+$/);
  values.import = new URL(page.url()).pathname.split("/").pop();
};

const draft = ({ page, values }) => upload(page, values, "Products", "Artikel.xlsx", workbook(ARTICLES));

const done = async (about) => {
  await draft(about);
  await submit(about.page, "Import");
  await about.page.getByText("Done, with refused rows", { exact: true }).waitFor({ timeout: 30_000 });
};

/** Finds the login of a customer. */
const oneLogin = async ({ page, values }) => {
  await page.goto("/staff/logins?q=anna@");
  const href = await page.locator("main tbody th a").first().getAttribute("href");
  values.login = href.split("/").pop();
};

/** Sees the portal as a customer. */
const viewAs = async ({ page }) => {
  await page.goto("/staff/customers/C-1001");
  await submit(page, "View as customer");
  await page.waitForURL((url) => url.pathname === "/");
};

/** Publishes an announcement, to be changed. */
const announced = async ({ page, values }) => {
  await page.goto("/staff/announcements");
  await page.getByRole("textbox", { name: "Text" }).fill("**Christmas.** Order by Friday.");
  await page.getByLabel(/^Until/).fill("2099-01-01");
  await submit(page, "Publish");
  const href = await page.locator('main a[href^="/staff/announcements/"]').first().getAttribute("href");
  values.announcement = href.split("/").pop();
};

const closedPortal = async ({ page }) => {
  await page.goto("/staff/running");
  await page.getByText("Close the portal for customers").click();
  await page.getByRole("textbox", { name: "What customers read" }).fill("We count our stock.\nUrgent orders: ring us.");
  await page.getByLabel("Opens by itself").fill("2099-01-01T14:00");
  await submit(page, "Close for customers");
};

const openPortal = async ({ page }) => {
  await page.goto("/staff/running");
  await submit(page, "Open for customers");
};

export const before = { oneLogin, wrongLimit: oneLogin, viewAs, announced, closedPortal, openPortal, importDraft: draft, mappingNoColumn: draft, importDone: done };

/** A mapping in which no column feeds the code. */
const noColumn = async ({ page }) => {
  await page.getByLabel(/Column that feeds sku/).selectOption("");
  await submit(page, "Look again");
  await page.waitForLoadState();
};

const noFile = async ({ page }) => {
  await unchecked(page.locator("main form").first());
  await submit(page, "Upload and look at it");
  await refused(page);
};

/** Turns the second factor on: the recovery codes are shown. */
const factorOn = async ({ page }) => {
  const secret = (await page.locator("main .secret-text").innerText()).replaceAll(" ", "");
  await page.locator("main input[name=one_time_code]").fill(code(secret));
  await submit(page, "Turn it on");
  await page.locator("main ul.codes, main ol.codes").waitFor();
};

const wrongCode = async ({ page }) => {
  await page.locator("main input[name=one_time_code]").fill("12 34");
  await submit(page, "Turn it on");
  await refused(page);
};

/** Signs in as somebody who has a second factor now. */
const codeAsked = async ({ page, portal }) => {
  const who = login(portal, "manager");
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await page.getByRole("textbox", { name: /e-mail/i }).fill(who.email);
  await page.getByLabel("Password", { exact: true }).fill(who.password);
  await submit(page, "Sign in");
  await page.locator("main input[name=one_time_code]").waitFor();
};

const tokenMade = async ({ page }) => {
  await page.getByLabel("Name", { exact: true }).fill("ERP at night");
  await submit(page, "Make a token");
  await page.locator("main .secret-text").waitFor();
};

const tokenRefused = async ({ page }) => {
  await unchecked(page.locator("main form").last());
  await submit(page, "Make a token");
  await refused(page);
};

const wrongSetting = async ({ page }) => {
  await page.locator('main [name="orders.carriage_minor"]').fill("a lot");
  await page.locator("#settings").evaluate((form) => ((form.noValidate = true), form.requestSubmit()));
  await refused(page);
};

const wrongProduct = async ({ page }) => {
  const form = page.locator("main form").last();
  await unchecked(form);
  await form.locator("input[name=name]").fill("Stoneware mug");
  await form.locator("input[name=price]").fill("cheap");
  await form.locator("button[type=submit]").last().click();
  await refused(page);
};

const wrongCustomer = async ({ page }) => {
  const form = page.locator("main form").last();
  await unchecked(form);
  await form.locator("input[name=vat_number]").fill("not a number");
  await form.locator("button[type=submit]").last().click();
  await refused(page);
};

const severalLooked = async ({ page }) => {
  const lines = ["C-1001;jo@larchlime.example;Jo March;buyer", "C-1002;not an address;Sam Field;buyer", "C-9999;kit@nowhere.example;Kit Ward;viewer"];
  await page.locator("main textarea[name=lines]").fill(lines.join("\n"));
  await submit(page, "Look at the list");
  await page.locator("main table").waitFor();
};

const wrongEmail = async ({ page }) => {
  await page.locator("main input[name=email]").fill("nobody at nowhere");
  await unchecked(page.locator("main form").last());
  await submit(page, "Send the link");
  await refused(page);
};

const wrongLimit = async ({ page }) => {
  const form = page.locator("main form").filter({ has: page.locator("input[name^=order_limit]") }).first();
  await unchecked(form);
  await form.locator("input[name^=order_limit]").fill("a lot");
  await form.locator("button[type=submit]").first().click();
  await refused(page);
};

const wrongQuantityOfStock = async ({ page }) => {
  const form = page.locator("main form").filter({ has: page.locator("input[name=quantity]") }).first();
  await unchecked(form);
  await form.locator("input[name=quantity]").fill("some");
  await form.locator("button[type=submit]").last().click();
  await refused(page);
};

/** Notes goods expected on a day that has passed. */
const dayOfGoodsWrong = async ({ page }) => {
  const form = page.locator("main form").filter({ has: page.locator("input[name=expected]") }).first();
  await unchecked(form);
  await form.locator("input[name=day]").fill("2001-01-01");
  await form.locator("input[name=expected]").fill("24");
  await form.locator("button[type=submit]").last().click();
  await refused(page);
};

const queueWithoutReason = async ({ page }) => {
  const form = page.locator("main form").filter({ has: page.locator("select[name=priority]") }).first();
  await unchecked(form);
  await form.locator("button[type=submit]").last().click();
  await refused(page);
};

/** Ticks two shipments that arrive in a hundred years. */
const arrivalRefused = async ({ page }) => {
  for (const tick of [0, 1]) await page.locator("main input[name=shipment]").nth(tick).check();
  await page.locator("main form#arrived input[name=day]").fill("2099-01-01");
  await submit(page, "Record for ticked");
  await refused(page);
};

/** Corners that are too round. */
const wrongCorner = async ({ page }) => {
  const form = page.locator("main form").filter({ has: page.locator("input[name=corner]") }).first();
  await unchecked(form);
  await form.locator("input[name=corner]").fill("99");
  await form.locator("button[type=submit]").last().click();
  await refused(page);
};

/** Types an end that has passed. */
const closingWrong = async ({ page }) => {
  await page.getByText("Close the portal for customers").click();
  await page.getByLabel("Opens by itself").fill("2001-01-01T14:00");
  await submit(page, "Close for customers");
  await refused(page);
};

export const after = {
  wrongLimit,
  wrongQuantityOfStock,
  queueWithoutReason,
  dayOfGoodsWrong,
  arrivalRefused,
  wrongCorner,
  closingWrong,
  mappingNoColumn: noColumn,
  importNoFile: noFile,
  factorOn,
  wrongCode,
  codeAsked,
  tokenMade,
  tokenRefused,
  wrongSetting,
  wrongProduct,
  wrongCustomer,
  severalLooked,
  wrongEmail,
};
