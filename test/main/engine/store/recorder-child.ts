import { createSession } from '../../../../src/main/engine/store/writer.ts';
import { toEnvelope } from '../../../../src/shared/errors.ts';
import { entry, header } from './session-parts.ts';

/**
 * Records until it is killed or its disk refuses, and tells on stdout what is on disk:
 *
 *   node recorder-child.ts PATH ROWS-PER-BATCH
 *
 * Row n of `memory` has time n and random content; row n of `slices` starts at n and lasts one nanosecond. Lines: `committed N` after each commit, `failed JSON`.
 */
const [path = '', rowsPerBatch = '100'] = process.argv.slice(2);
const rows = Number(rowsPerBatch);
const writer = await createSession(path, header, { entry });

writer.failed.catch((thrown: unknown) => {
  console.log(`failed ${JSON.stringify(toEnvelope(thrown))}`);
  process.exit(0);
});

let next = 0;
let told = 0;
setInterval(() => {
  const first = next;
  next += rows;
  writer.append('memory', {
    time: Float64Array.from({ length: rows }, (_, row) => first + row),
    pid: new Uint32Array(rows).fill(process.pid),
    rss_bytes: Float64Array.from({ length: rows }, () => Math.random()),
  });
  writer.append('slices', {
    ready: Float64Array.from({ length: rows }, (_, row) => (row % 3 === 0 ? Number.NaN : first + row)),
    start: Float64Array.from({ length: rows }, (_, row) => first + row),
    end: Float64Array.from({ length: rows }, (_, row) => first + row + 1),
    core: Uint16Array.from({ length: rows }, (_, row) => row % 3),
    thread: Uint32Array.from({ length: rows }, () => Math.floor(Math.random() * 5)),
    ended: new Uint8Array(rows),
    by: new Uint32Array(rows),
    waker: Uint32Array.from({ length: rows }, () => Math.floor(Math.random() * 2 ** 32)),
  });
  const { memory } = writer.committed();
  if (memory > told) console.log(`committed ${memory}`);
  told = memory;
}, 4);
