// Mails that the portal wrote to its folder.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** The first mail that has all of these texts, waited for; soft line ends are taken out. */
export const mail = async (portal, wanted) => {
  const folder = join(portal.folder, "data", "mail");
  for (let tries = 0; tries < 150; tries += 1, await pause(100)) {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".eml"));
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
    const found = texts.map((text) => text.replaceAll("=\r\n", "").replaceAll("=20", " ")).find((text) => wanted.every((part) => text.includes(part)));
    if (found) return found;
  }
  throw new Error(`no mail with ${wanted}`);
};
