/**
 * Mixed: reads a file of JSON lines piece by piece from a slow place and adds up what is in it.
 *
 * About half of a task is computing (decoding and parsing), the other half is waiting for the next piece. Expect a
 * gain from both sides: an event loop computes one task while others wait, until its one core is full; a pool
 * has more cores, but its workers wait like the task does. What wins depends on the shares and on the number
 * of cores, which is why this kind of work is worth measuring.
 *
 * A file that was just written comes back from memory at once, and then nothing waits. So every read takes at least
 * 3 ms here, as from a network share. It leaves nothing behind: the file is unlinked as soon as it is
 * open, so it is gone with its task, even when the task is killed.
 *
 *   corelane lab examples/read-and-parse.mjs
 */
import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as pause } from 'node:timers/promises';

export const meta = { name: 'read-and-parse' };

const records = 4_000;
const pieceBytes = 128 * 1024;
const latencyMs = 3;

/** Batch numbers: the records are made up from them. */
export const inputs = Array.from({ length: 48 }, (_, batch) => batch);

/** Gives the sum of all amounts by region. */
export default async function readAndParse(batch) {
  const file = await openUnnamed();
  try {
    await file.write(formatRecords(batch));
    return await sumByRegion(file);
  } finally {
    await file.close();
  }
}

/** A file in the temporary folder without a name there. */
async function openUnnamed() {
  const path = join(tmpdir(), `corelane-example-${randomUUID()}`);
  const file = await open(path, 'wx+');
  await unlink(path);
  return file;
}

const regions = ['north', 'east', 'south', 'west'];

/** One JSON object per line. */
function formatRecords(batch) {
  const lines = Array.from({ length: records }, (_, index) => {
    const id = batch * records + index;
    return JSON.stringify({
      id,
      region: regions[id % regions.length],
      amount: (id * 37) % 1000,
      state: 'paid',
    });
  });
  return `${lines.join('\n')}\n`;
}

async function sumByRegion(file) {
  const totals = Object.fromEntries(regions.map((region) => [region, 0]));
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const piece of piecesOf(file)) {
    const lines = (rest + decoder.write(piece)).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const { region, amount } = JSON.parse(line);
      totals[region] += amount;
    }
  }
  return totals;
}

async function* piecesOf(file) {
  const piece = Buffer.alloc(pieceBytes);
  for (let position = 0; ;) {
    const [{ bytesRead }] = await Promise.all([file.read(piece, 0, pieceBytes, position), pause(latencyMs)]);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}
