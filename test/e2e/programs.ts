/** Programs and tasks that specs record. The last needs Python, the others nothing but Node. */

/** Computes in threads and in a child process, prints to both streams, and fails with code 3. */
export const busyProgram = `
import { spawnSync } from 'node:child_process';
import { Worker, isMainThread } from 'node:worker_threads';
const compute = (steps) => {
  let sum = 0;
  for (let step = 0; step < steps; step += 1) sum = (sum + step * step) % 65_521;
  return sum;
};
if (isMainThread) {
  console.log('two workers and a child begin');
  const workers = [1, 2].map(() => new Worker(new URL(import.meta.url)));
  const ends = workers.map((worker) => new Promise((resolve) => worker.on('exit', resolve)));
  spawnSync(process.execPath, ['-e', 'let n = 0; for (let i = 0; i < 3e7; i++) n += i']);
  await Promise.all(ends);
  console.error('warning: the last round was slow');
  console.log('done', compute(1e6));
  process.exitCode = 3;
} else {
  compute(4e7);
}
`;

/** Loads parts in two worker threads, of which the second has a name, tells of each as it comes, and at the end prints a table of 3000 lines at once. */
export const tellingProgram = `
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
const compute = (steps) => {
  let sum = 0;
  for (let step = 0; step < steps; step += 1) sum = (sum + step * step) % 65_521;
  return sum;
};
if (isMainThread) {
  console.log('loading 12 parts in two threads');
  const load = (parts, options) =>
    new Promise((resolve) => {
      const worker = new Worker(new URL(import.meta.url), { workerData: parts, ...options });
      worker.on('message', ({ part, sum }) => {
        console.log('part ' + part + ' loaded, sum ' + sum);
        if (sum % 3 === 0) console.error('warning: part ' + part + ' has no header');
      });
      worker.on('exit', resolve);
    });
  await Promise.all([load([1, 2, 3, 4, 5, 6]), load([7, 8, 9, 10, 11, 12], { name: 'loader of the rest' })]);
  for (let row = 0; row < 3000; row += 1) console.log('row ' + row);
  console.error('warning: 2 rows are empty');
  console.log('done');
} else {
  for (const part of workerData) parentPort.postMessage({ part, sum: compute(4e6 + part * 1e6) });
}
`;

/** Says a word twice a second, until it is interrupted: then it says goodbye and ends with code 7. */
export const patientProgram = `
let count = 0;
setInterval(() => console.log('word', ++count), 500);
console.log('waiting');
process.on('SIGINT', () => {
  console.error('goodbye');
  process.exit(7);
});
`;

/**
 * A task that asks a service, which answers the slower the more ask at once. It only waits, and long: how it scales and what a quicker
 * service brings show on a busy machine as well.
 */
export const ordersTask = (answerMs: number): string => `
import { setTimeout as wait } from 'node:timers/promises';
export const meta = { name: 'orders', tasks: 16 };
let inFlight = 0;
export default async function placeOrder() {
  inFlight += 1;
  await null; // those that begin together count each other
  await wait(${answerMs} * (1 + inFlight ** 2 / 32));
  inFlight -= 1;
}
`;

/** Threads that wait for the GIL while a library sleeps with it: processes are faster on one core and on a busy machine as well. */
export const thumbnailsProgram = `import ctypes
from concurrent.futures import ThreadPoolExecutor


def thumbnail(picture):
    ctypes.pythonapi.usleep(150_000)  # a function of a library that keeps the GIL
    return picture


if __name__ == "__main__":
    with ThreadPoolExecutor(max_workers=4) as executor:
        print(sum(executor.map(thumbnail, range(8))))
`;
