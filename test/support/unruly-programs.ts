import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { openSession } from '../../src/main/engine/store/reader.ts';
import type { ProfileReport } from '../../src/shared/profile-report.ts';
import { outcomes, type SessionReader } from '../../src/shared/session.ts';
import { runCorelane } from './command-line.ts';
import { ownFolder } from './own-folder.ts';
import { ownSession, parseProfile, startProfile } from './profile-command.ts';

/** A program of test/fixtures/unruly. */
export const unruly = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/unruly/${name}`, import.meta.url));

/** One command that runs several, one after the other, and says of each how it ended. */
export const inTurn = (programs: readonly (readonly string[])[]): readonly string[] => [
  'sh',
  '-c',
  programs
    .map((words) => `${words.map((word) => `'${word}'`).join(' ')}; echo "ended with $?"; echo 'next' >&2`)
    .join('\n'),
];

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Ctrl-C is pressed when stderr shows this. */
  readonly interruptAt?: string;
}

/** What whoever started a program sees of it. */
export interface Seen {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Tasks by how they ended; `null` for none. */
export type Ended = Readonly<Partial<Record<(typeof outcomes)[number], number>>>;

export interface ProfiledRun {
  readonly report: ProfileReport;
  /** Of Corelane itself. */
  readonly code: number | null;
  /** Of each program, by the name of its script: the tasks that it, or a fork of it, submitted. */
  readonly tasks: Readonly<Record<string, Ended>>;
}

/** Runs a command alone and profiled. It must seem the same both times; gives what the session says of it. */
export async function profiledAsAlone(
  argv: readonly string[],
  options: RunOptions = {},
): Promise<ProfiledRun> {
  const alone = await runAlone(argv, options);
  const { seen, ...run } = await runProfiled(argv, options);
  expect(seen).toEqual(alone);
  return run;
}

async function runAlone(argv: readonly string[], { env, interruptAt }: RunOptions): Promise<Seen> {
  const [file = '', ...args] = argv;
  // A group of its own, as a shell gives it one.
  const child = spawn(file, args, {
    detached: true,
    env: { ...process.env, ...env, UNRULY_FOLDER: ownFolder() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (data: Buffer) => {
    if (interruptAt === undefined || told.includes(interruptAt)) return;
    told += data.toString();
    if (told.includes(interruptAt) && child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
  });
  const exit = new Promise<Pick<Seen, 'code' | 'signal'>>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const [ended, stdout, stderr] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
  return { ...ended, stdout, stderr };
}

async function runProfiled(
  argv: readonly string[],
  { env, interruptAt }: RunOptions,
): Promise<ProfiledRun & { readonly seen: Seen }> {
  const { command, session } = startProfile(
    argv,
    { env: { ...env, UNRULY_FOLDER: ownFolder() } },
    ownSession(),
  );
  if (interruptAt !== undefined) {
    await command.shows(interruptAt);
    command.process.kill('SIGINT');
  }
  const { code } = await command.ended;
  const report = parseProfile(await runCorelane(['show', session, '--json']));
  const reader = openSession(session);
  try {
    const printed = (stream: 'stdout' | 'stderr') =>
      [...reader.logs()].flatMap((row) => (row.stream === stream ? [row.text] : [])).join('');
    const seen = { ...report.exit, stdout: printed('stdout'), stderr: printed('stderr') };
    return { report, code, tasks: tasksIn(reader), seen };
  } finally {
    reader.close();
  }
}

const isUnruly = /[\\/]unruly[\\/]/;

function tasksIn(session: SessionReader): Readonly<Record<string, Ended>> {
  const scripts = new Map(
    session
      .details('programs')
      // Threads have words of their own, and so has what a process became.
      .filter(({ pid, tid }) => tid === null || tid === pid)
      .toReversed()
      .map(({ pid, argv }) => [pid, basename(argv.find((word) => isUnruly.test(word)) ?? '')]),
  );
  const ended = [...session.batches('tasks')].flatMap(({ outcome }) => Array.from(outcome));
  const tasks: Record<string, Partial<Record<(typeof outcomes)[number], number>>> = {};
  for (const { task, submit_pid } of session.batches('traced')) {
    for (const [row, number] of task.entries()) {
      const counts = (tasks[scripts.get(submit_pid[row] ?? 0) ?? 'nobody'] ??= {});
      const outcome = outcomes[ended[number] ?? 0] ?? 'lost';
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
  }
  return tasks;
}

/** Whether another user than root may run it, as a program that drops its rights goes on to. */
export function mayBeRunByNobody(program: string): boolean {
  if (process.getuid?.() !== 0) return false;
  return spawnSync(program, ['--version'], { uid: 65534, gid: 65534, cwd: '/' }).status === 0;
}

/** Whether a file system can be mounted here, which tests of full and read-only folders take. */
export const mayMount: boolean = (() => {
  const script = 'd=$(mktemp -d) && mount -t tmpfs none "$d" && umount "$d"; s=$?; rmdir "$d"; exit $s';
  return spawnSync('sh', ['-c', script], { stdio: 'ignore' }).status === 0;
})();

/** A temporary folder of the running test's own, on a file system with these options. */
export function mountedFolder(options: string): string {
  const folder = join(ownFolder(), 'mounted');
  mkdirSync(folder);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'none', folder]);
  expect(status).toBe(0);
  onTestFinished(() => void spawnSync('umount', ['--lazy', folder]));
  return folder;
}
