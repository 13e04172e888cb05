import { styleText } from 'node:util';
import { CommanderError } from 'commander';
import { CorelaneError, toEnvelope } from '../../../shared/errors.ts';

/** 0 done, 1 Corelane could not do it, 2 bad usage, 130 interrupted (128 + SIGINT, as shells count). */
export type ExitCode = 0 | 1 | 2 | 130;

export function exitCodeOf(thrown: unknown): ExitCode {
  // Commander ends `--help` and `--version` by throwing; bare `corelane` shows the help because a command is missing.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
  if (!(thrown instanceof CorelaneError)) return 1;
  if (thrown.code === 'usage') return 2;
  return thrown.code === 'interrupted' ? 130 : 1;
}

/** Prints what happened and what to do about it on stderr; the stack only when CORELANE_DEBUG is set. */
export function printFailure(thrown: unknown): void {
  if (thrown instanceof CommanderError) return;
  const { message, remedy } = toEnvelope(thrown);
  const name = styleText(['bold', 'red'], 'corelane:', { stream: process.stderr });
  process.stderr.write(`${name} ${message}\n  → ${remedy}\n`);
  if ((process.env['CORELANE_DEBUG'] ?? '') !== '' && thrown instanceof Error) {
    process.stderr.write(`${describeWithCauses(thrown)}\n`);
  }
}

function describeWithCauses(error: Error): string {
  const stack = error.stack ?? error.message;
  return error.cause instanceof Error ? `${stack}\ncaused by ${describeWithCauses(error.cause)}` : stack;
}

/**
 * A reader that closes its end (`corelane show x | head`) has seen what it wanted: that is a success, not
 * a failure, and nothing more can be said to it.
 */
export function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    printFailure(
      new CorelaneError(
        'export-failed',
        `Standard output cannot be written: ${error.message}.`,
        'Make room where it goes, or let it go elsewhere.',
        { cause: error },
      ),
    );
    process.exit(1);
  });
}
