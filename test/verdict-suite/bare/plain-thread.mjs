/** A thread of plain.mjs for one task. */
import { parentPort, workerData } from 'node:worker_threads';

const { default: task } = await import(workerData.url);
parentPort.postMessage(await task(workerData.input));
