import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { LabReport } from '../../src/shared/lab-report.ts';

const launcher = fileURLToPath(new URL('../../bin/corelane', import.meta.url));

/** A task of test/fixtures/tasks, as a path. */
export const taskFixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/tasks/${name}`, import.meta.url));

export interface CommandResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly process: ChildProcess;
  readonly ended: Promise<CommandResult>;
  /** Resolves when stderr, where progress goes, has shown the text. */
  shows(text: string): Promise<void>;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A shell command before it, such as a limit. */
  readonly under?: string;
}

/** Starts the built command line as a shell would. */
export function startCorelane(args: readonly string[], options: CommandOptions = {}): RunningCommand {
  const { cwd, env, under } = options;
  const surroundings = { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] as const };
  const child =
    under === undefined
      ? spawn(launcher, args, { ...surroundings, stdio: [...surroundings.stdio] })
      : spawn('sh', ['-c', `${under}; exec "$0" "$@"`, launcher, ...args], {
          ...surroundings,
          stdio: [...surroundings.stdio],
        });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<CommandResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    process: child,
    ended,
    shows: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (stderr.includes(text)) resolve();
        };
        look();
        child.stderr.on('data', look);
        void ended.then(() => reject(new Error(`it ended without showing "${text}":\n${stderr}`)));
      }),
  };
}

/** Runs the built command line to its end. */
export const runCorelane = (args: readonly string[], options?: CommandOptions): Promise<CommandResult> =>
  startCorelane(args, options).ended;

/** Standard output as the one JSON object that `--json` promises. */
export function parseReport({ stdout, stderr }: CommandResult): LabReport {
  expect(stdout, stderr).toMatch(/^\{[^]*\}\n$/);
  return JSON.parse(stdout);
}

/** What every refusal looks like: a sentence, then a remedy, no stack, and nothing on standard output. */
export function expectRefusal(result: CommandResult, code: 1 | 2, sentence: RegExp): void {
  expect(result.stderr).toMatch(/^corelane: \S.*\n {2}→ \S.*\n$/m);
  expect(result.stderr).toMatch(sentence);
  expect(result.stderr).not.toMatch(/^ {4}at /m);
  expect(result.stdout).toBe('');
  expect(result.code).toBe(code);
}
