/**
 * Failing: signs orders, and cannot sign four of the forty. Two throw (a TypeError and a RangeError), two return a
 * promise that rejects.
 *
 * A failed task is a result like any other: it is timed, counted in the column `failed` and listed with its message,
 * and the tasks after it run as if nothing had happened. Expect the same four under every executor, and a warning
 * that the ranking may rest on work that was cut short.
 *
 *   corelane lab examples/failing.mjs
 */
import { pbkdf2Sync } from 'node:crypto';

export const meta = { name: 'failing' };

/** What is wrong, by order; all others are fine. */
const faults = new Map([
  [3, { lines: undefined }],
  [6, { lines: [{ article: 'lamp', quantity: -2 }] }],
  [9, { currency: 'XTS' }],
  [12, { currency: 'XXX' }],
]);

export const inputs = Array.from({ length: 40 }, (_, id) => ({
  id,
  currency: 'EUR',
  lines: [{ article: 'chair', quantity: 1 + (id % 4) }],
  ...faults.get(id),
}));

/** Gives the signature of an order, in hexadecimal; for an order in another currency, a promise of it. */
export default function signOrder(order) {
  if (order.lines === undefined) throw new TypeError(`order ${order.id} has no lines`);
  const wrong = order.lines.find((line) => line.quantity < 1);
  if (wrong !== undefined) {
    throw new RangeError(`order ${order.id} wants ${wrong.quantity} of article ${wrong.article}`);
  }
  return order.currency === 'EUR' ? sign(order, 1) : signConverted(order);
}

const signConverted = async (order) => sign(order, await findRate(order.currency));

async function findRate(currency) {
  const rates = { USD: 0.92, GBP: 1.17 };
  const rate = rates[currency];
  if (rate === undefined) throw new Error(`there is no exchange rate for ${currency}`);
  return rate;
}

/** Slow on purpose, as key derivation is. */
const sign = (order, rate) =>
  pbkdf2Sync(JSON.stringify([order, rate]), 'corelane', 20_000, 32, 'sha256').toString('hex');
