import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, onTestFinished } from 'vitest';
import { readTrace, type ProgramTrace, type TraceRecord } from '../../src/main/engine/tracing/read-trace.ts';
import { makeRunFolder, removeRunFolder } from '../../src/main/engine/tracing/run-folder.ts';

export interface Python {
  readonly path: string;
  /** Such as `3.11`. */
  readonly version: string;
}

/** Every minor version of Python found on this machine, oldest first: on the PATH, and where pyenv keeps them. */
export const pythons: readonly Python[] = findPythons();

/** Those whose tasks are to be traced, of which tests take the oldest, the newest and one between; none is a reason to skip. */
export const tracedPythons: readonly Python[] = chosen(pythons.filter(({ version }) => minor(version) >= 8));

if (tracedPythons.length === 0) console.warn('No Python 3.8 or later is here: its hook is not tested.');

function findPythons(): readonly Python[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const paths = [
    ...folders.map((folder) => join(folder, 'python3')),
    ...folders.flatMap((folder) => globSync(join(folder, 'python3.[0-9]*[0-9]'))),
    ...globSync(join(homedir(), '.pyenv/versions/*/bin/python')),
  ];
  const found = new Map<string, Python>();
  for (const path of paths) {
    // What is found may be a script that finds the Python.
    const { status, stdout } = spawnSync(
      path,
      ['-c', 'import sys; sys.stdout.write("%d.%d %s" % (sys.version_info[:2] + (sys.executable,)))'],
      { encoding: 'utf8' },
    );
    const [, version, executable] = /^(\S+) (.+)$/.exec(stdout) ?? [];
    if (status !== 0 || version === undefined || executable === undefined || found.has(version)) continue;
    found.set(version, { path: executable, version });
  }
  return [...found.values()].sort((a, b) => minor(a.version) - minor(b.version));
}

/** `minor('3.11')` is 11; what is not Python 3 is before it. */
function minor(version: string): number {
  const [major, second] = version.split('.').map(Number);
  return major === 3 ? (second ?? 0) : -1;
}

function chosen(all: readonly Python[]): readonly Python[] {
  const wanted = new Set([all.at(0), all.find(({ version }) => version === '3.11'), all.at(-1)]);
  return all.filter((python) => wanted.has(python));
}

const source = fileURLToPath(new URL('../../src/workers/python', import.meta.url));
let home: string | null = null;
afterAll(() => {
  if (home !== null) rmSync(home, { recursive: true, force: true });
});

/** A copy of the package that one test file has to itself, as Pythons keep their compiled modules in it. */
function ownHome(): string {
  if (home === null) {
    home = mkdtempSync(join(tmpdir(), 'corelane-test-'));
    mkdirSync(join(home, 'corelane_hook'));
    cpSync(join(source, 'corelane_hook'), join(home, 'corelane_hook'), {
      recursive: true,
      filter: (path) => !path.endsWith('__pycache__'),
    });
  }
  return home;
}

export interface Outcome {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Sent when it has printed a line. */
  readonly signal?: NodeJS.Signals;
}

/** A program's script in test/fixtures/python. */
export const pythonFixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/python/${name}`, import.meta.url));

/** Runs a Python to its end, as it is. */
export function runBare(python: Python, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return run(python, args, options, {});
}

/** A hooked run under way to its traces: what a program is told by its environment, and what it wrote. */
export interface Tracing {
  readonly env: Readonly<Record<string, string>>;
  /** Where its trace files appear. */
  readonly traces: string;
  programs(): readonly ProgramTrace[];
}

/** Prepares a run as the engine does; `pythonPath`: what the program's own PYTHONPATH is. Removed when the test is over. */
export function prepareTracing(pythonPath = ''): Tracing {
  const folder = makeRunFolder(join(source, 'sitecustomize.py'), ownHome());
  onTestFinished(() => removeRunFolder(folder.path));
  return {
    env: { PYTHONPATH: pythonPath === '' ? folder.python : `${folder.python}:${pythonPath}` },
    traces: folder.traces,
    programs: () => readTrace(folder.traces),
  };
}

export interface HookedOutcome extends Outcome {
  readonly programs: readonly ProgramTrace[];
}

/** Runs a Python to its end under the hook, and reads what it and its children wrote. */
export async function runHooked(
  python: Python,
  args: readonly string[],
  options: RunOptions = {},
): Promise<HookedOutcome> {
  const tracing = prepareTracing(options.env?.['PYTHONPATH']);
  const outcome = await run(python, args, options, tracing.env);
  return { ...outcome, programs: tracing.programs() };
}

function run(
  python: Python,
  args: readonly string[],
  { env, cwd, signal }: RunOptions,
  tracing: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const { PYTHONPATH: _mine, ...inherited } = process.env;
  const child = spawn(python.path, args, { cwd, env: { ...inherited, ...env, ...tracing } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (stdout === '' && signal !== undefined) child.kill(signal);
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.end();
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, ended) => resolve({ status, signal: ended, stdout, stderr }));
  });
}

/** What a program printed, without what differs from run to run: addresses and process ids. */
export const withoutAddresses = ({ status, signal, stdout, stderr }: Outcome): Outcome => ({
  status,
  signal,
  stdout: stdout.replaceAll(/0x[0-9a-f]+/g, '0x'),
  stderr: stderr.replaceAll(/0x[0-9a-f]+/g, '0x'),
});

export interface ProcessRecord extends TraceRecord {
  /** Of the process that wrote it. */
  readonly pid: number;
}

/** All records of a kind, of all programs of a run. */
export function recordsOf(
  programs: readonly ProgramTrace[],
  kind: TraceRecord['kind'],
): readonly ProcessRecord[] {
  return programs.flatMap(({ header, records }) =>
    records
      .filter((record) => record.kind === kind)
      .map((record) => Object.assign({}, record, { pid: header.pid })),
  );
}

/** What a program prints, as JSON. It may import the hook's package. */
export const evaluate = (python: Python, program: string): unknown =>
  JSON.parse(
    execFileSync(
      python.path,
      ['-B', '-c', `import sys\nsys.path.insert(0, ${JSON.stringify(source)})\n${program}`],
      {
        encoding: 'utf8',
      },
    ),
  );
