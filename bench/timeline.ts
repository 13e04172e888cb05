import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import type { Page } from '@playwright/test';
import { formatRoute } from '../src/shared/route.ts';
import { requireChromium, testFlags } from '../test/support/chromium.ts';
import {
  lanes,
  manyCores,
  manyThreads,
  recordLargeSession,
  recordManyCores,
  trials,
} from './large-session.ts';

/**
 * How smoothly the timeline moves over large sessions: writes 1M tasks in ten trials of sixteen lanes, and 1M slices of 256 threads on
 * 64 cores, through the real writer, opens both in headless Chromium through the browser host, and turns the wheel, drags and points.
 * Times what runs in animation frames, which is where the timeline is drawn. Goal: p95 ≤ 16 ms.
 *
 *   npm run build && node bench/timeline.ts [tasks] [slices]     0: without
 */

const tasks = Number(process.argv[2] ?? 1_000_000);
const slices = Number(process.argv[3] ?? 1_000_000);
const launcher = fileURLToPath(new URL('../bin/corelane', import.meta.url));

/** Before the page's own code: notes how many milliseconds each animation frame's callback takes. It runs in the page, hence a text. */
const measureFrames = `
  window.drawnMs = [];
  const request = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (draw) => request((time) => {
    const begin = performance.now();
    draw(time);
    window.drawnMs.push(performance.now() - begin);
  });
`;
const forgetFrames = 'window.drawnMs.length = 0';
const nextFrame = 'new Promise((next) => requestAnimationFrame(() => next(null)))';

async function openHost(session: string): Promise<{ readonly host: ChildProcess; readonly address: string }> {
  const host = spawn(launcher, ['open', '--no-window', session], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  for await (const piece of host.stdout) {
    printed += String(piece);
    const address = /http:\S+\/(?=#)/.exec(printed)?.[0];
    if (address !== undefined) return { host, address };
  }
  throw new Error(`no address in: ${printed}`);
}

/** Moves about in ways that people do; every step is an event of its own and waits for the next frame. */
const moves: Readonly<Record<string, (page: Page, step: number) => Promise<void>>> = {
  'zooming in and out': (page, step) => page.mouse.wheel(0, step % 60 < 30 ? -120 : 120),
  'panning, zoomed in': (page, step) => page.mouse.wheel(step % 40 < 20 ? 90 : -90, 0),
  'pointing at tasks': (page, step) => page.mouse.move(420 + ((step * 13) % 700), 320 + ((step * 7) % 300)),
};

async function measure(page: Page, name: string, move: (page: Page, step: number) => Promise<void>) {
  await page.evaluate(forgetFrames);
  for (let step = 0; step < 240; step += 1) {
    await move(page, step);
    await page.evaluate(nextFrame);
  }
  const drawn = await page.evaluate<number[]>('window.drawnMs');
  // The awaited frames of this very loop draw nothing.
  const sorted = drawn.filter((ms) => ms > 0.2).toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1);
  console.log(
    `${name.padEnd(22)} p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(0.999)} ms (${sorted.length} frames)`,
  );
}

async function moveAbout(session: string): Promise<void> {
  const { host, address } = await openHost(session);
  const browser = await chromium.launch({ executablePath: requireChromium(), args: [...testFlags()] });
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    await page.addInitScript({ content: measureFrames });
    await page.goto(address + formatRoute({ screen: 'session', session, tab: 'timeline' }));
    const canvas = page.getByRole('application').locator('canvas');
    await canvas.waitFor();
    const box = await canvas.boundingBox();
    if (box === null) throw new Error('the timeline has no size');
    await page.mouse.move(box.x + box.width * 0.6, box.y + 120);
    await page.mouse.wheel(0, -300);
    for (const [name, move] of Object.entries(moves)) await measure(page, name, move);
  } finally {
    await browser.close();
    host.kill();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'corelane-bench-'));
try {
  if (tasks > 0) {
    const session = join(folder, 'tasks.corelane');
    await recordLargeSession(session, tasks);
    console.log(`${tasks} tasks in ${trials} trials of ${lanes} lanes`);
    await moveAbout(session);
  }
  if (slices > 0) {
    const session = join(folder, 'slices.corelane');
    await recordManyCores(session, slices);
    console.log(`${slices} slices of ${manyThreads} threads on ${manyCores} cores`);
    await moveAbout(session);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
