// The code an authenticator app shows: TOTP of RFC 6238 with SHA-1, six digits, thirty seconds.

import { createHmac } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

const bytes = (secret) => {
  const bits = [...secret.toUpperCase()].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((eight) => parseInt(eight, 2)));
};

/** The code of this secret (base 32) at this moment, in milliseconds. */
export const code = (secret, at = Date.now()) => {
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac("sha1", bytes(secret)).update(step).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
};
