import { fileURLToPath } from 'node:url';

/**
 * The same tasks on a pool library alone, as a user would write it: all submitted at once, warmed up
 * before. Prints tasks per second. Arguments: piscina | tinypool, workers, tasks.
 */
const [, , library, workers, tasks] = process.argv;
const count = Number(tasks);
const filename = fileURLToPath(new URL('./spin.mjs', import.meta.url));
const size = { filename, minThreads: Number(workers), maxThreads: Number(workers), idleTimeout: Infinity };

const pool = await open();
await runFor(200);
const startedAt = performance.now();
await Promise.all(Array.from({ length: count }, (_, index) => pool.run(index)));
console.log((count / (performance.now() - startedAt)) * 1000);
await pool.destroy();

async function open() {
  if (library === 'piscina') return new (await import('piscina')).Piscina(size);
  // Its processes get no environment unless told to.
  return new (await import('tinypool')).Tinypool({ ...size, runtime: 'child_process', env: process.env });
}

async function runFor(milliseconds) {
  const until = performance.now() + milliseconds;
  while (performance.now() < until) await Promise.all([pool.run(0), pool.run(1), pool.run(2), pool.run(3)]);
}
