/** Computes in C++, on the thread that asks for it. */
import { createHash } from 'node:crypto';

export const meta = { name: 'hashing', tasks: 40 };

const block = Buffer.alloc(4 << 20, 'some text to hash ');

/** Gives the digest of 4 MB and the number. */
export default function task(number) {
  return createHash('sha256').update(block).update(String(number)).digest('hex');
}
