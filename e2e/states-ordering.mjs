// States of the pages of pasted lines.

import { severalProducts } from "./lib/goods.mjs";
import { login } from "./lib/portal.mjs";

const lookAt = async (page, text) => {
  await page.goto("/cart/paste");
  await page.locator("textarea[name=lines]").fill(text);
  await page.getByRole("button", { name: "Look at the lines" }).click();
  await page.waitForLoadState();
};

/** A list with lines that go in and one of each kind that needs somebody. */
const pastedLines = async ({ page, portal, role }) => {
  const products = await severalProducts(portal, login(portal, role), 8);
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

export const after = { pastedLines, pasteNothing, noList };
