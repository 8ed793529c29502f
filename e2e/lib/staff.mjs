// What staff do in more than one journey.

import { setTimeout as pause } from "node:timers/promises";

/** Staff look at the order and confirm it, as soon as the back office has it. */
export const confirm = async (page, number) => {
  const button = page.getByRole("button", { name: "Confirm order" });
  for (let tries = 0; tries < 50; tries += 1) {
    await page.goto(`/staff/orders/${number}`);
    if (await button.count()) break;
    await pause(200);
  }
  await button.first().click();
  await page.getByText("Confirmed", { exact: true }).first().waitFor();
};
