// Products to order in a journey, read from the API as the person who will order them.

import { ask } from "./portal.mjs";

/** Two products in stock, with words long enough to be mistyped. */
export const twoProducts = async (portal, who) => {
  const { items } = await ask(portal, who, "products?in_stock=true&limit=200");
  const fits = items.filter((one) => one.orderable && one.backorder_allowed && one.stock?.quantity > 2 * one.minimum);
  const named = fits.filter((one) => mistyped(one.name));
  if (named.length < 2) throw new Error("the demo has too few products in stock");
  return [named[0], named.find((one) => one.category !== named[0].category) ?? named[1]];
};

/** So many products in stock, each of another range as long as there are such; none twice. */
export const severalProducts = async (portal, who, count) => {
  const found = new Map();
  let next = "";
  for (let page = 0; page < 20 && found.size < count; page += 1) {
    const answer = await ask(portal, who, `products?in_stock=true&limit=200${next && `&after=${encodeURIComponent(next)}`}`);
    for (const one of answer.items) {
      if (one.orderable && one.image && one.stock?.quantity > 6 * one.minimum && !found.has(one.category)) found.set(one.category, one);
    }
    next = answer.next;
    if (!next) break;
  }
  return [...found.values()].slice(0, count);
};

/** The name with two inner letters of its longest word swapped. */
export const mistyped = (name) => {
  const words = name.split(/[^\p{L}]+/u).filter((word) => word.length >= 6);
  const longest = words.sort((a, b) => b.length - a.length).find((word) => word[2] !== word[3]);
  if (!longest) return null;
  const wrong = longest.slice(0, 2) + longest[3] + longest[2] + longest.slice(4);
  return name.replace(longest, wrong);
};
