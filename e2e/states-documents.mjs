// What is done before pages of documents are looked at.

const button = (page, name) => page.locator("main").getByRole("button", { name, exact: true }).first().click();

/** The first document of the list is opened. */
const openDocument = async ({ page }) => {
  await page.locator("main table.documents tbody th a").first().click();
  await page.locator("main table.document-lines, main table.settled").first().waitFor();
};

/** Two documents are ticked: the bar says what they come to and what can be done with them. */
const tickedDocuments = async ({ page }) => {
  const boxes = page.locator("main .c-tick input[name=document]:enabled");
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await page.locator(".ticked-bar:not([hidden])").waitFor();
};

/** What is ticked is about to be paid. */
const aboutToPay = async ({ page }) => {
  await tickedDocuments({ page });
  await button(page, "Continue to pay");
  await page.locator("table.pay-documents").waitFor();
};

/** A transfer is announced for ticked documents. */
const announcedTransfer = async ({ page }) => {
  await aboutToPay({ page });
  await button(page, "Announce a bank transfer");
  await page.waitForURL(/remittances/);
};

/** The latest payment is opened. */
const openPayment = async ({ page }) => {
  await page.locator("main table:not(.remittances) tbody th a").first().click();
  await page.locator("table.pay-parts").waitFor();
};

/** A payment is brought to the demo gateway. */
const atTheGateway = async ({ page }) => {
  await button(page, "Pay now");
  await page.waitForURL(/demo-gateway/);
  await page.getByRole("button", { name: "Pay by a slow method" }).waitFor();
};

/** A file of the bank is brought: one entry names an invoice, one nothing. */
const broughtBankFile = async ({ page }) => {
  const rows = ["2026-11-02;Larch & Lime;GB01;100.00;For INV-2026-0003", "2026-11-03;Somebody;GB02;12.00;With thanks"];
  const buffer = Buffer.from(["Date;Payer;Payer account;Amount;Reference", ...rows].join("\n"));
  await page.locator("#field-file").setInputFiles({ name: "bank.csv", mimeType: "text/csv", buffer });
  await button(page, "Bring it in");
  await page.locator("table.bank-entries").waitFor();
};

/** An entry of nobody is booked. */
const wrongBankEntry = async ({ page }) => {
  await page.getByRole("row").filter({ hasText: "Somebody" }).getByRole("checkbox").check();
  await button(page, "Book ticked");
  await page.locator("main [aria-invalid=true]").first().waitFor();
};

/** A credit note for more than the invoice charged. */
const wrongCredit = async ({ page }) => {
  await openDocument({ page });
  await page.getByRole("link", { name: "New credit note" }).click();
  await page.locator('[name^="quantity-"]').first().fill("99999");
  await button(page, "Issue the credit note");
  await page.locator("[aria-invalid=true]").first().waitFor();
};

export const after = { openDocument, tickedDocuments, aboutToPay, announcedTransfer, openPayment, atTheGateway, broughtBankFile, wrongBankEntry, wrongCredit };
