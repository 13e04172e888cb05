/** Only waits: a loop waits for all at once. */
import { setTimeout as pause } from 'node:timers/promises';

export const meta = { name: 'sleeping', tasks: 200 };

export default async function task(number) {
  await pause(20);
  return number;
}
