import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  readTrace,
  type ProgramTrace,
  type TraceRecord,
} from '../../../../src/main/engine/tracing/read-trace.ts';
import type { TracedApi } from '../../../../src/shared/trace-format.ts';
import { requireOption } from '../../../../src/shared/node-options.ts';
import { ownFolder } from '../../../support/own-folder.ts';

export const hook = fileURLToPath(new URL('../../../../out/workers/hook.cjs', import.meta.url));

/** The Node of the tests, and the system's where it is another one that the hook is made for. */
export const nodes: readonly { readonly version: string; readonly path: string }[] = [
  { version: process.version, path: process.execPath },
  ...systemNode(),
];

function systemNode(): { version: string; path: string }[] {
  for (const path of ['/usr/bin/node', '/usr/local/bin/node']) {
    const version = spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? '';
    if (/^v(?:2\d|[3-9]\d)\./.test(version) && version !== process.version) return [{ version, path }];
  }
  console.log(
    `No other Node of 20 or later was found beside ${process.version}: the hook is tried on that alone.`,
  );
  return [];
}

/** The file of an installed package; null, and a line that says so: it is not installed. */
export function packageFile(name: string): string | null {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch {
    console.log(`${name} is not installed: its tasks are not tried.`);
    return null;
  }
}

export interface Program {
  readonly node: string;
  /** By name; the first is run. */
  readonly files: Readonly<Record<string, string>>;
  readonly words?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** What it prints when it is to be killed. */
  readonly killAt?: string;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface HookedRun extends Ended {
  readonly traces: readonly ProgramTrace[];
  /** Of all its processes and threads, by file and number. */
  records(kind: TraceRecord['kind'], api?: TracedApi): readonly TraceRecord[];
}

/** Runs a program without the hook. */
export async function runBare(program: Program): Promise<Ended> {
  return run(program, { ...environment(), ...program.environment });
}

/** Runs it with the hook, and reads what was written. */
export async function runHooked(program: Program): Promise<HookedRun> {
  const folder = ownFolder();
  const ended = await run(program, {
    ...environment(),
    NODE_OPTIONS: requireOption(hook),
    CORELANE_TRACE: folder,
    ...program.environment,
  });
  const traces = readTrace(folder);
  return {
    ...ended,
    traces,
    records: (kind, api) =>
      traces.flatMap(({ records }) =>
        records.filter((record) => record.kind === kind && (api === undefined || record.api === api)),
      ),
  };
}

async function run(
  { node, files, words, killAt }: Program,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Ended> {
  // The same path for both, as stacks have it; a space, as people have them.
  const folder = join(ownFolder(), 'a program');
  mkdirSync(folder);
  for (const [name, source] of Object.entries(files)) writeFileSync(join(folder, name), source);
  const [main = ''] = Object.keys(files);
  const child = spawn(node, [join(folder, main), ...(words ?? [])], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let seen = '';
  child.stdout.on('data', (data: Buffer) => {
    seen += data.toString();
    if (killAt !== undefined && seen.includes(killAt)) child.kill('SIGKILL');
  });
  const exit = new Promise<Pick<Ended, 'code' | 'signal'>>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const [ended, stdout, stderr] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
  const anonymous = (output: string) =>
    output
      .replaceAll(folder, '')
      .replaceAll(pathToFileURL(folder).href, '')
      .replace(/pid: \d+|\(node:\d+\)/g, '');
  return { ...ended, stdout: anonymous(stdout), stderr: anonymous(stderr) };
}

/** That of the tests, without what vitest and npm put there. */
function environment(): Record<string, string | undefined> {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR };
}
