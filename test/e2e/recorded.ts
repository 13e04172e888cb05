import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test, type App } from './app.ts';
import { busyProgram, ordersTask, tellingProgram, thumbnailsProgram } from './programs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Two are enough to look at a comparison, not to find something in it: what images show is repeated more often. */
const repeats = process.env['UPDATE_IMAGES'] === '1' ? '4' : '2';

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
  /** With the four worker counts that a fit takes. */
  orders: ['lab', 'orders.mjs', '--repeat', repeats, '--workers', '1,2,4,8', '--executors', 'event-loop'],
  /** The same task, whose service has become quicker. */
  'orders after': ['lab', 'orders.mjs', '--repeat', repeats, '--workers', '2,4', '--executors', 'event-loop'],
  thumbnails: ['what-if', 'thumbnails.py', '--repeat', repeats],
} as const;

type Recipe = keyof typeof recipes;

/** What is recorded of the recipes that do not record an example. */
const programs: Readonly<Partial<Record<Recipe, string>>> = {
  busy: busyProgram,
  telling: tellingProgram,
  sampled: busyProgram,
  crowded: busyProgram,
  orders: ordersTask(80),
  'orders after': ordersTask(50),
  thumbnails: thumbnailsProgram,
};

let store: string | null = null;

/** Puts a session into the app's folder, where it is listed. Gives its path. */
export function recorded(app: App, name: Recipe): string {
  store ??= mkdtempSync(join(tmpdir(), 'corelane-e2e-sessions-'));
  const kept = join(store, `${name}.corelane`);
  if (!existsSync(kept)) {
    const [command, what, ...options] = recipes[name];
    const program = programs[name];
    if (program !== undefined) writeFileSync(join(store, what), program);
    const args = [command, ...options, '--out', kept, '--', what];
    const cwd = program === undefined ? root : store;
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
