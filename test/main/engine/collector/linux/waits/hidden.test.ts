import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { python } from '../perf/workloads.ts';
import type { HiddenAnswer } from './hidden-child.ts';

const child = fileURLToPath(new URL('hidden-child.ts', import.meta.url));
const nobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
const waiting = 'import time; time.sleep(60)';

/** Why it cannot be tried; null when it can. */
function missing(): string | null {
  if (process.getuid?.() !== 0) return 'only root can look as somebody else';
  const tried = spawnSync('setpriv', [...nobody.slice(1), 'true'], { encoding: 'utf8' });
  return tried.status === 0 ? null : (tried.error?.message ?? tried.stderr);
}

const reason = missing();
if (reason !== null) console.warn(`Python of another user cannot be tried here: ${reason}`);

it.skipIf(reason !== null)('says once that Python of another user cannot be looked into', async () => {
  const commands = [...[python, python, '/bin/cat'].map((program) => [program]), [...nobody, python]];
  const programs = commands.map(([file = '', ...args]) =>
    spawn(file, file === '/bin/cat' ? [] : [...args, '-c', waiting], {
      stdio: ['pipe', 'ignore', 'inherit'],
    }),
  );
  try {
    await Promise.all(programs.map((program) => once(program, 'spawn')));
    const pids = programs.map(({ pid }) => pid ?? 0);
    const ran = spawnSync('setpriv', [...nobody.slice(1), process.execPath, child, ...pids.map(String)], {
      encoding: 'utf8',
      env: { PATH: '/usr/bin:/bin' },
    });
    if (ran.status !== 0) throw new Error(ran.stderr);
    const answer: HiddenAnswer = JSON.parse(ran.stdout);
    expect(answer).toEqual({
      seen: [pids[3]],
      warnings: [
        expect.stringMatching(
          new RegExp(
            `^What the threads of python3 \\(process ${pids[0]} and 1 more\\) waited for is not known: `,
          ),
        ),
      ],
      leftOpen: 0,
    });
  } finally {
    for (const program of programs) program.kill('SIGKILL');
  }
});
