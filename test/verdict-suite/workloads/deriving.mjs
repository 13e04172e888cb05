/** Asynchronous and yet it computes: libuv's own threads do it, so that the loop uses several cores without any worker. */
import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';

export const meta = { name: 'deriving', tasks: 48 };

const derive = promisify(pbkdf2);

/** Gives a key derived from the number, in hexadecimal. */
export default async function task(number) {
  const key = await derive(`secret ${number}`, 'salt', 12_000, 32, 'sha256');
  return key.toString('hex');
}
