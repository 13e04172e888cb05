import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** Started, and not yet ended: what an interruption has to end. */
const running = new Set<number>();

export interface Started {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Given up after so long. */
  readonly limitMs: number;
}

/** Runs a program in a process group of its own and gives what it printed. Rejects with its last words when it fails. */
export async function outputOf({ program, args, env, limitMs }: Started): Promise<string> {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const ended = new Promise<string | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code === 0 ? null : (signal ?? `exit code ${code}`)));
  });
  const { pid } = child;
  if (pid !== undefined) running.add(pid);
  const timer = setTimeout(() => pid !== undefined && endGroup(pid, 'SIGKILL'), limitMs);
  try {
    const [stdout, stderr, failure] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (failure === null) return stdout;
    throw new Error(
      `${program} ${args.join(' ')} failed (${failure}):\n${stderr.trim().split('\n').slice(-8).join('\n')}`,
    );
  } finally {
    clearTimeout(timer);
    if (pid !== undefined) running.delete(pid);
  }
}

/** Ends all that runs: politely, so that a lab can end what it started itself, and then for good. */
export async function endAll(): Promise<void> {
  for (const pid of running) endGroup(pid, 'SIGINT');
  for (let wait = 0; wait < 50 && running.size > 0; wait += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  for (const pid of running) endGroup(pid, 'SIGKILL');
}

function endGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}
