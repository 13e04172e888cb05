/**
 * Runs a workload by one API of Node, as a program that knows nothing of Corelane would, and prints what that took.
 *
 *   node plain.mjs FILE EXECUTOR WORKERS TASKS SECONDS
 *
 * Workers are up and have run some of the tasks before the clock starts; a worker for each task is started within it. Passes over
 * all tasks follow each other until SECONDS have gone by. Prints {"passes", "tasks", "seconds"}; a task that fails ends the program.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';

const [file, executor, workersText, tasksText, secondsText] = process.argv.slice(2);
const workers = Number(workersText);
const url = pathToFileURL(file).href;
const childEntry = fileURLToPath(new URL('plain-child.mjs', import.meta.url));

const executors = {
  async 'event-loop'() {
    const { default: task } = await import(url);
    return { run: async (input) => task(input), close: () => undefined };
  },

  async 'thread-pool'() {
    const pool = new Piscina({
      filename: file,
      minThreads: workers,
      maxThreads: workers,
      idleTimeout: Number.POSITIVE_INFINITY,
    });
    return { run: (input) => pool.run(input), close: () => pool.destroy() };
  },

  async 'process-pool'() {
    const idle = [];
    const children = Array.from({ length: workers }, startChild);
    await Promise.all(children.map((child) => once(child, 'message')));
    idle.push(...children);
    return {
      async run(input) {
        const child = idle.pop();
        const result = await ask(child, input);
        idle.push(child);
        return result;
      },
      close: () => children.forEach((child) => child.disconnect()),
    };
  },

  async 'thread-per-task'() {
    return {
      async run(input) {
        const worker = new Worker(new URL('plain-thread.mjs', import.meta.url), {
          workerData: { url, input },
        });
        const [[result]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
        return result;
      },
      close: () => undefined,
      cold: true,
    };
  },

  async 'process-per-task'() {
    return {
      async run(input) {
        const child = startChild();
        const ended = once(child, 'exit');
        await once(child, 'message');
        const result = await ask(child, input);
        child.disconnect();
        await ended;
        return result;
      },
      close: () => undefined,
      cold: true,
    };
  },
};

const startChild = () =>
  fork(childEntry, [url], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });

async function ask(child, input) {
  const answered = once(child, 'message');
  child.send([input]);
  const [[result]] = await answered;
  return result;
}

/** All of them, so many at a time; Piscina has a queue of its own. */
async function runAll(open, inputs) {
  if (executor === 'thread-pool') return Promise.all(inputs.map((input) => open.run(input)));
  const results = [];
  let next = 0;
  const lane = async () => {
    while (next < inputs.length) {
      const index = next;
      next += 1;
      results[index] = await open.run(inputs[index]);
    }
  };
  await Promise.all(Array.from({ length: workers }, lane));
  return results;
}

const { inputs: given } = await import(url);
const inputs = Array.from({ length: Number(tasksText) }, (_, index) =>
  given === undefined ? index : given[index % given.length],
);
const open = await executors[executor]();
if (open.cold !== true) await runAll(open, inputs.slice(0, Math.max(4, 2 * workers)));
const began = performance.now();
const elapsed = () => (performance.now() - began) / 1e3;
let passes = 0;
while (passes === 0 || elapsed() < Number(secondsText)) {
  await runAll(open, inputs);
  passes += 1;
}
const seconds = elapsed();
await open.close();
console.log(JSON.stringify({ passes, tasks: passes * inputs.length, seconds }));
