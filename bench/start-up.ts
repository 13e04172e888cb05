import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { formatDuration } from '../src/shared/durations.ts';
import { median } from '../src/shared/statistics.ts';
import { asNanoseconds } from '../src/shared/units.ts';
import { requireChromium } from '../test/support/chromium.ts';

/**
 * How long it takes from `npm start` until the window can be used: its first screen has what it needs from the engine and says
 * so. The window is a real one of Chromium, on a screen of Xvfb; it is asked every 10 ms through Chromium's debugging port. The
 * first run starts in an empty profile, as on a user's first day. Goal: at most 3 s on two cores.
 *
 *   npm run build && node bench/start-up.ts [runs]
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const runs = Number(process.argv[2] ?? 7);
const folder = mkdtempSync(join(tmpdir(), 'corelane-start-up-'));
const profiles = join(folder, 'cache', 'corelane', 'browser');
const portFile = join(profiles, '1', 'DevToolsActivePort');
const browser = join(folder, 'browser');
writeFileSync(browser, `#!/bin/sh\nexec ${requireChromium()} --remote-debugging-port=0 "$@"\n`, {
  mode: 0o755,
});

/** An X server on a free display, whose number it writes to descriptor 3. */
async function startScreen(): Promise<{ readonly display: string; readonly server: ChildProcess }> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x950x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number]: Buffer[] = await once(server.stdio[3] ?? server, 'data');
  return { display: `:${number?.toString().trim()}`, server };
}

/** Gives what `look` finds, as soon as it finds something. */
async function awaited<T>(look: () => T | null | Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await Promise.resolve(look()).catch(() => null);
    if (found !== null) return found;
    await sleep(10);
  }
}

function debuggingPort(): string | null {
  try {
    return readFileSync(portFile, 'utf8').split('\n')[0] ?? null;
  } catch {
    return null;
  }
}

/** The debugging address of the window's page. */
async function pageAt(port: string): Promise<string | null> {
  const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
  const targets: readonly { type: string; webSocketDebuggerUrl: string }[] = JSON.parse(await answer.text());
  return targets.find(({ type }) => type === 'page')?.webSocketDebuggerUrl ?? null;
}

async function isReady(page: WebSocket): Promise<true | null> {
  const expression = "document.documentElement.dataset.ready === 'true'";
  page.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
  // A page that is just being replaced may never answer.
  const [answer]: Buffer[] = await once(page, 'message', { signal: AbortSignal.timeout(500) });
  return answer?.toString().includes('"value":true') === true ? true : null;
}

/** Milliseconds from `npm start` to the usable window. */
async function startOnce(display: string): Promise<number> {
  rmSync(portFile, { force: true });
  const started = performance.now();
  const app = spawn('npm', ['start', '--silent', '--', '--browser'], {
    cwd: root,
    env: {
      ...process.env,
      DISPLAY: display,
      CORELANE_BROWSER: browser,
      XDG_CACHE_HOME: join(folder, 'cache'),
      XDG_DATA_HOME: join(folder, 'data'),
      XDG_CONFIG_HOME: join(folder, 'config'),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(app, 'close');
  const port = await awaited(debuggingPort);
  const page = new WebSocket(await awaited(() => pageAt(port)));
  await once(page, 'open');
  await awaited(() => isReady(page));
  const tookMs = performance.now() - started;
  page.terminate();
  // The host itself: npm would not wait for it, and the next start is to have the same profile.
  process.kill(Number(readFileSync(join(profiles, '1.host'), 'utf8')), 'SIGTERM');
  await ended;
  return tookMs;
}

const textOf = (ms: number | null): string => formatDuration(ms === null ? null : asNanoseconds(ms * 1e6));

const { display, server } = await startScreen();
try {
  console.log(`first start, in an empty profile: ${textOf(await startOnce(display))}`);
  const tookMs: number[] = [];
  for (let run = 0; run < runs; run += 1) tookMs.push(await startOnce(display));
  console.log(`${runs} more starts: median ${textOf(median(tookMs))} (${tookMs.map(textOf).join(', ')})`);
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
