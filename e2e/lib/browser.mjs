// Chromium from Debian, one fresh context for each person.

import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };
const STEP_WITHIN_MS = 10_000;

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });

/** A page of somebody who has no session yet; errors in its scripts are kept in `faults`. */
export const open = async (browser, portal, options = {}) => {
  const context = await browser.newContext({ baseURL: portal.base, viewport: WIDE, ...options });
  context.setDefaultTimeout(STEP_WITHIN_MS);
  const page = await context.newPage();
  const faults = [];
  // A page that is left while it fades in says so; nothing is lost by it.
  const fading = (error) => /^Transition was (aborted|skipped)/.test(error.message);
  page.on("pageerror", (error) => fading(error) || faults.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    // A refused form answers 4xx on purpose; the browser's own note of it is no fault of the page.
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) {
      faults.push(`${page.url()}: ${message.text()}`);
    }
  });
  return { context, page, faults };
};

/** Signs in by the form, and stands on the page that was wanted. */
export const signIn = async (page, who, to = "/products") => {
  await page.goto(`/sign-in?to=${encodeURIComponent(to)}`);
  await page.getByRole("textbox", { name: /e-mail/i }).fill(who.email);
  await page.getByLabel("Password", { exact: true }).fill(who.password);
  await page.locator("main").getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname === to);
};
