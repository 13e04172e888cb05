import { CorelaneError } from '../../../shared/errors.ts';

/** A signal that is given on Ctrl-C, a closed terminal or a polite kill. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Gives the signals back to Node's own handling. */
  release(): void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The first signal asks for an orderly end (`onFirst` tells the user), the second ends at once. The user's processes run in sessions of their own and do not get
 * the terminal's Ctrl-C; their keepers end them when this process asks, or is gone.
 */
export function awaitInterruption(onFirst: () => void = () => undefined): Interruption {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new CorelaneError('interrupted', 'Interrupted.', 'Run it again.'));
    onFirst();
  };
  for (const signal of signals) process.on(signal, interrupt);
  return {
    signal: controller.signal,
    release: () => {
      for (const signal of signals) process.off(signal, interrupt);
    },
  };
}
