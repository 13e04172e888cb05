import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const launcher = fileURLToPath(new URL('../../../../bin/corelane', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly command?: string;
}

/** Starts the built `bin/corelane` as a user does: from some folder, with plain pipes. */
export function startCorelane(
  args: readonly string[],
  surroundings: Surroundings = {},
): ChildProcessWithoutNullStreams {
  const { cwd = '/', env = {}, command = launcher } = surroundings;
  return spawn(command, args, { cwd, env: { ...process.env, NO_COLOR: '', ...env } });
}

export async function corelane(args: readonly string[], surroundings: Surroundings = {}): Promise<Ran> {
  return outcomeOf(startCorelane(args, surroundings));
}

export async function outcomeOf(child: ChildProcessWithoutNullStreams): Promise<Ran> {
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, signal, stdout, stderr };
}
