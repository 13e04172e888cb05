const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One press of Ctrl-C may arrive several times: from the terminal, from npm and from `corelane open`, which pass it on. */
const samePressMs = 500;

/**
 * The first signal asks for an orderly end, and so does the end of the process that started this one; a second signal ends at once.
 * The exit code is 130 then, as shells count an interruption.
 */
export function endOnSignals(end: () => void): void {
  let first: number | null = null;
  const interrupt = (): void => {
    if (first !== null && performance.now() - first > samePressMs) process.exit(130);
    first ??= performance.now();
    process.exitCode = 130;
    end();
  };
  for (const signal of signals) process.on(signal, interrupt);
  process.once('disconnect', end);
  // The channel is a lifeline only; it is not to keep the process alive.
  process.channel?.unref();
}
