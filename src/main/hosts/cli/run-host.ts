import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** How a host ended; null: its program could not be run at all. */
export type HostEnd = number | null;

/** A loader that misses a library of the program ends so, as shells do for a command that is not there. */
const cannotRun = 127;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a host in the foreground, passes signals on, and gives its exit code. `lifeline`: the host ends when this process does,
 * however that goes.
 */
export async function runHost(
  executable: string,
  args: readonly string[],
  { lifeline }: { readonly lifeline: boolean },
): Promise<HostEnd> {
  const child = spawn(executable, args, {
    stdio: lifeline ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
  });
  const passOn = signals.map((signal) => [signal, () => void child.kill(signal)] as const);
  for (const [signal, pass] of passOn) process.on(signal, pass);
  try {
    return await new Promise<HostEnd>((resolve) => {
      child.on('error', () => resolve(null));
      child.on('exit', (code, signal) => {
        if (code === cannotRun) return resolve(null);
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
      });
    });
  } finally {
    for (const [signal, pass] of passOn) process.off(signal, pass);
  }
}
