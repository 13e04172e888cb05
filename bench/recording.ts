import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setInterval as every } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openSession } from '../src/main/engine/store/reader.ts';

/**
 * What a long recording of many switches takes: the memory of Corelane's process over time, and the size of the session. Two
 * processes on one core hand a byte to each other about 20,000 times a second.
 *
 *   npm run build && node bench/recording.ts [seconds=300]
 */
const seconds = Number(process.argv[2] ?? 300);
const switchesPerSecond = 20_000;
/** Counts to this take about the 50 microseconds that a handover has, on a core of today; what it came to is printed. */
const count = 1900;
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'corelane-bench-'));
const session = join(folder, 'long.corelane');

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);

/** A line of the process's status, in bytes; NaN once it has ended. */
function statusBytes(pid: number, name: 'VmRSS' | 'VmHWM'): number {
  try {
    const line = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(line?.[1] ?? Number.NaN) * 1024;
  } catch {
    return Number.NaN;
  }
}

async function watch(pid: number, ended: Promise<unknown>): Promise<number> {
  let isOver = false;
  void ended.then(() => (isOver = true));
  let peak = 0;
  let second = 0;
  for await (const _ of every(1000)) {
    if (isOver) break;
    const now = statusBytes(pid, 'VmRSS');
    const highest = statusBytes(pid, 'VmHWM');
    if (!Number.isNaN(highest)) peak = highest;
    if (second % 30 === 0) console.log(`after ${second} s: ${megabytes(now)} MB`);
    second += 1;
  }
  return peak;
}

try {
  const handovers = 2 * Math.round((switchesPerSecond * seconds) / 2);
  const workload = ['python3', here('bare/hand-over.py'), handovers, count, 0, join(folder, 'result')].map(
    String,
  );
  const corelane = spawn(
    process.execPath,
    [here('../out/main/cli.js'), 'profile', '--json', '--out', session, '--', ...workload],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const peak = await watch(corelane.pid ?? 0, once(corelane, 'exit'));
  const [elapsed = Number.NaN] = readFileSync(join(folder, 'result'), 'utf8').split(' ').map(Number);
  const reader = openSession(session);
  const slices = reader.count('slices');
  const report = reader.report();
  reader.close();
  const size = statSync(session).size;
  console.log(
    `${slices} slices in ${elapsed.toFixed(0)} s (${Math.round(slices / elapsed)} a second), mode ${report?.scheduling.mode}, ${report?.scheduling.lost} lost`,
  );
  console.log(`peak memory of Corelane: ${megabytes(peak)} MB (goal 400)`);
  console.log(`session: ${megabytes(size)} MB, ${(size / slices).toFixed(1)} MB per million slices`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
