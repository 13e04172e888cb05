import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { expect, it } from 'vitest';
import { allowedModes } from './recorded-command.ts';

const recorder = new URL('recorded-command.ts', import.meta.url).href;
const workloads = new URL('workloads.ts', import.meta.url).href;
const inWorker = `
  const { parentPort } = require('node:worker_threads');
  (async () => {
    const { recordCommand } = await import('${recorder}');
    const { pingPong } = await import('${workloads}');
    const { tape, pid } = await recordCommand('process', pingPong(30000, 0));
    parentPort.postMessage({ switches: tape.switches(pid), lost: tape.lost });
  })();
`;
const script = `
  const { Worker } = require('node:worker_threads');
  const worker = new Worker(${JSON.stringify(inWorker)}, { eval: true });
  worker.on('message', (answer) => console.log(JSON.stringify(answer)));
`;

it.runIf(allowedModes.includes('process'))(
  'records in a worker thread, and leaves nothing that keeps the thread or makes Node complain',
  () => {
    const ran = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(ran.status).toBe(0);
    const { switches, lost } = JSON.parse(ran.stdout);
    expect(lost).toBe(0);
    expect(switches).toBeGreaterThanOrEqual(55_000);
    expect(ran.stderr).not.toContain('Warning: File descriptor');
  },
);
