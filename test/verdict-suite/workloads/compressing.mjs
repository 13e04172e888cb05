/** zlib on the thread that asks for it. */
import { deflateSync } from 'node:zlib';

export const meta = { name: 'compressing', tasks: 24 };

const text = Array.from({ length: 40_000 }, (_, number) => String(number)).join(' ');

/** Gives how many bytes are left of some 220 KB. */
export default function task(number) {
  return deflateSync(`${number} ${text}`).length;
}
