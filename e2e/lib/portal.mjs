// The portal under test: `portico demo` over a fresh database, with the logins it wrote.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const READY_WITHIN_MS = 120_000;

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Starts the demo and waits until it answers. */
export const startPortal = async (program) => {
  const folder = await mkdtemp(join(tmpdir(), "portico-e2e-"));
  const listen = `127.0.0.1:${await freePort()}`;
  const base = `http://${listen}`;
  const logins = join(folder, "logins.json");
  const words = ["demo", "--listen", listen, "--database", join(folder, "e2e.sqlite"), "--logins-file", logins];
  const environment = { ...process.env, PORTICO_BASE_URL: base, PORTICO_DATA: join(folder, "data") };
  const child = spawn(program, words, { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
  const stop = async () => {
    const ended = child.exitCode ?? new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  for (const start = Date.now(); ; await pause(100)) {
    if (child.exitCode !== null || Date.now() - start > READY_WITHIN_MS) {
      await stop();
      throw new Error(`the portal did not come up:\n${said}`);
    }
    const answer = await fetch(`${base}/readyz`).catch(() => null);
    if (answer?.ok) break;
  }
  return { base, folder, stop, said: () => said, logins: JSON.parse(await readFile(logins, "utf8")) };
};

/** The first login of this kind and role. */
export const login = (portal, role, kind = ["read", "write", "owner"].includes(role) ? "staff" : "customer") => {
  const found = portal.logins.find((one) => one.kind === kind && one.role === role);
  if (!found) throw new Error(`the demo has no ${kind} ${role}`);
  return found;
};

/** Asks the API as this login. */
export const ask = async (portal, who, path, init = {}) => {
  const headers = { Authorization: `Bearer ${who.api_token}`, "Content-Type": "application/json", ...init.headers };
  const answer = await fetch(`${portal.base}/api/v1/${path}`, { ...init, headers });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? null : answer.json();
};
