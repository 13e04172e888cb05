import { passedSignals, type PassedSignal } from '../../../shared/worker-protocol.ts';

/** Three within this time are meant for Corelane. */
const togetherMs = 2_000;
const enough = 3;

export interface SignalPassing {
  /** Given when there were too many. */
  readonly signal: AbortSignal;
  /** From now on there is a program to pass signals to; before, one is enough. */
  passTo(send: (signal: PassedSignal) => void): void;
  /** Those that the program was given. */
  readonly passed: ReadonlySet<PassedSignal>;
  /** Gives the signals back to Node's own handling. */
  release(): void;
}

/**
 * Ctrl-C in a terminal is the program's, which may take it for an order to end, or for something else (a Python prompt does). So each
 * is passed on, and only three within two seconds end the program and all it started. A polite kill and a closed terminal are passed
 * on likewise.
 */
export function passSignals(note: (line: string) => void): SignalPassing {
  const controller = new AbortController();
  const passed = new Set<PassedSignal>();
  const moments: number[] = [];
  let send: ((signal: PassedSignal) => void) | null = null;
  const hear = (signal: NodeJS.Signals): void => {
    const known = passedSignals.find((each) => each === signal);
    if (known === undefined) return;
    const now = performance.now();
    moments.push(now);
    const together = moments.filter((moment) => now - moment < togetherMs).length;
    if (controller.signal.aborted) process.exit(130);
    if (send === null || together >= enough) {
      note('Ending the program; what was recorded so far is kept.');
      return controller.abort();
    }
    if (passed.size === 0)
      note(`${nameOf(known)} was passed on to the program; three within two seconds end it.`);
    passed.add(known);
    send(known);
  };
  for (const signal of passedSignals) process.on(signal, hear);
  return {
    signal: controller.signal,
    passed,
    passTo: (next) => (send = next),
    release: () => {
      for (const signal of passedSignals) process.off(signal, hear);
    },
  };
}

const nameOf = (signal: PassedSignal): string => (signal === 'SIGINT' ? 'Ctrl-C' : signal);
