import { trialsOf } from '../src/shared/session-report.ts';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { createBirpc } from 'birpc';
import { WebSocket } from 'ws';
import type { EngineApi, WindowApi } from '../src/shared/engine-api.ts';
import { isUnderWay, type Job } from '../src/shared/jobs.ts';
import { formatRoute } from '../src/shared/route.ts';
import { decodeRpc, encodeRpc } from '../src/shared/rpc-message.ts';
import { median } from '../src/shared/statistics.ts';
import { requireChromium, testFlags } from '../test/support/chromium.ts';
import { roundsPerMicrosecond } from './spin-rate.ts';

/**
 * Does being watched disturb what is measured, and does the live view move smoothly? The same lab (a thread pool, 1 ms tasks, three repeats) through
 * the app's own host and engine, with its live view open in Chromium and without any page; paired and alternating. Prints the ratio
 * of the throughputs and the time between the page's frames.
 *
 *   npm run build && node bench/window.ts [pairs]
 */
const pairs = Number(process.argv[2] ?? 9);
const settlingMs = 3_000;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Text, since the types of a page are not known here. */
const noteFrames = `
  window.frameTimes = [];
  const note = (time) => {
    window.frameTimes.push(time);
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
`;

const folder = mkdtempSync(join(tmpdir(), 'corelane-bench-'));
Object.assign(process.env, {
  HOME: folder,
  XDG_DATA_HOME: join(folder, 'data'),
  XDG_CONFIG_HOME: join(folder, 'config'),
  CORELANE_BENCH_ROUNDS: String(Math.round(1000 * (await roundsPerMicrosecond()))),
  CORELANE_BENCH_TASKS: '2000',
});

const host = spawn(here('../bin/corelane'), ['open', '--browser', '--no-window'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ratios: number[] = [];
const intervals: number[] = [];
try {
  const url = await printedUrl();
  const control = await openControl(url);
  for (let pair = 0; pair < pairs; pair += 1) {
    const watchedFirst = pair % 2 === 0;
    const first = await run(control, watchedFirst ? url : null);
    const second = await run(control, watchedFirst ? null : url);
    ratios.push(watchedFirst ? first / second : second / first);
  }
  // A run of its own: to ask for each frame is to have each frame drawn.
  await run(control, url, async (page) => void intervals.push(...(await frameIntervals(page))));
  control.close();
} finally {
  host.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

ratios.sort((a, b) => a - b);
intervals.sort((a, b) => a - b);
const at = (values: readonly number[], share: number): string =>
  (values[Math.floor((values.length - 1) * share)] ?? Number.NaN).toFixed(3);
console.log(
  `throughput with the live view open / without: median ${(median(ratios) ?? Number.NaN).toFixed(3)} ` +
    `(${at(ratios, 0)}–${at(ratios, 1)}, ${pairs} pairs)`,
);
console.log(
  `ms between frames of the live view: p50 ${at(intervals, 0.5)}, p95 ${at(intervals, 0.95)}, max ${at(intervals, 1)} (${intervals.length} frames)`,
);

/** Throughput of one trial. `watchAt`: where the page that watches it is found; `look`: what is asked of it in the end. */
async function run(
  control: Control,
  watchAt: string | null,
  look: ((page: Page) => Promise<void>) | null = null,
): Promise<number> {
  // A browser of its own each time: one that is only hidden would still be there in the other half of the pair.
  const browser =
    watchAt === null
      ? null
      : await chromium.launch({ executablePath: requireChromium(), args: [...testFlags()] });
  const page = (await browser?.newPage({ viewport: { width: 1280, height: 860 } })) ?? null;
  if (watchAt !== null) await page?.goto(watchAt);
  // What a browser does in its first seconds is no part of watching.
  await setTimeout(settlingMs);
  const job = await control.engine.startLab(request());
  await page?.evaluate(`location.hash = ${JSON.stringify(formatRoute({ screen: 'live', job }))}`);
  if (look !== null) await page?.evaluate(noteFrames);
  const session = await control.sessionOf(job);
  if (page !== null) await look?.(page);
  await browser?.close();
  const { report } = await control.engine.describeSession(session);
  return median(trialsOf(report).map((trial) => trial.throughput_per_s ?? Number.NaN)) ?? Number.NaN;
}

async function frameIntervals(page: Page): Promise<readonly number[]> {
  const times: unknown = await page.evaluate('window.frameTimes');
  if (!Array.isArray(times)) throw new Error('the page noted no frames');
  const moments = times.map(Number);
  return moments.slice(1).map((time, index) => time - (moments[index] ?? time));
}

function request(): Parameters<EngineApi['startLab']>[0] {
  return {
    task: here('./bare/spin.mjs'),
    executors: ['thread-pool'],
    workers: [2],
    cores: null,
    pin: 'each',
    tasks: null,
    repeat: 3,
    taskTimeout: null,
    budget: null,
    objective: 'throughput',
    inputs: null,
    node: process.execPath,
    python: null,
    asyncVariant: null,
    prefer: null,
    out: null,
  };
}

interface Control {
  readonly engine: EngineApi;
  sessionOf(job: string): Promise<string>;
  close(): void;
}

/** A window without a page: what starts the labs in both halves of a pair. */
async function openControl(url: string): Promise<Control> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}engine`, { origin: new URL(url).origin });
  socket.binaryType = 'arraybuffer';
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const ended = new Map<string, (session: string) => void>();
  const over = new Map<string, string>();
  const told: WindowApi = {
    jobChanged: (job: Job) => {
      if (isUnderWay(job) || job.work.kind !== 'lab') return;
      over.set(job.id, job.work.session);
      ended.get(job.id)?.(job.work.session);
    },
    live: () => undefined,
    settingsChanged: () => undefined,
    sessionsChanged: () => undefined,
  };
  const engine = createBirpc<EngineApi, WindowApi>(told, {
    post: (bytes) => socket.send(bytes),
    on: (hear) =>
      void socket.on('message', (data, isBinary) => {
        if (isBinary && data instanceof ArrayBuffer) hear(new Uint8Array(data));
      }),
    serialize: encodeRpc,
    deserialize: decodeRpc,
    timeout: -1,
  });
  return {
    engine,
    sessionOf: (job) =>
      new Promise((resolve) => {
        const known = over.get(job);
        if (known === undefined) ended.set(job, resolve);
        else resolve(known);
      }),
    close: () => socket.close(),
  };
}

function printedUrl(): Promise<string> {
  return new Promise((resolve, reject) => {
    host.stdout.setEncoding('utf8').on('data', (text: string) => {
      const url = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(text)?.[0];
      if (url !== undefined) resolve(url);
    });
    host.on('close', () => reject(new Error('the host ended')));
  });
}
