import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test, type App } from './app.ts';
import { busyProgram, tellingProgram } from './programs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Sessions that specs look at: recorded once for all specs of a run, by the command line. */
const recipes = {
  primes: [
    'lab',
    'examples/primes.ts',
    '--tasks',
    '16',
    '--repeat',
    '2',
    '--workers',
    '2',
    '--executors',
    'event-loop,thread-pool,process-pool',
  ],
  failing: [
    'lab',
    'examples/failing.mjs',
    '--tasks',
    '16',
    '--repeat',
    '1',
    '--workers',
    '2',
    '--executors',
    'event-loop,thread-pool',
  ],
  busy: ['profile', 'busy.mjs'],
  telling: ['profile', 'telling.mjs'],
  /** With CPU samples. */
  sampled: ['profile', 'busy.mjs', '--cpu-profile'],
  /** Three threads that compute, on one core. */
  crowded: ['profile', 'busy.mjs', '--cores', '0'],
} as const;

const programs = { 'busy.mjs': busyProgram, 'telling.mjs': tellingProgram } as const;

let store: string | null = null;

/** Puts a session into the app's folder, where it is listed. Gives its path. */
export function recorded(app: App, name: keyof typeof recipes): string {
  store ??= mkdtempSync(join(tmpdir(), 'corelane-e2e-sessions-'));
  const kept = join(store, `${name}.corelane`);
  if (!existsSync(kept)) {
    const [command, what, ...options] = recipes[name];
    if (command === 'profile') writeFileSync(join(store, what), programs[what]);
    const args = [command, ...options, '--out', kept, '--', what];
    const cwd = command === 'profile' ? store : root;
    const beganMs = Date.now();
    execFileSync(join(root, 'bin', 'corelane'), args, { cwd, stdio: 'ignore' });
    // The first spec that wants it has its own time nevertheless: on a busy machine a lab takes a minute.
    test.setTimeout(test.info().timeout + Date.now() - beganMs);
  }
  mkdirSync(app.sessions, { recursive: true });
  cpSync(kept, join(app.sessions, `${name}.corelane`));
  return join(app.sessions, `${name}.corelane`);
}

process.on('exit', () => {
  if (store !== null) rmSync(store, { recursive: true, force: true });
});
