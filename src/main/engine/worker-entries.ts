/**
 * Built entries of the processes and threads that the engine starts, and of what programs load to be traced. Hosts hand them in, because only a host knows
 * where its build put them.
 */
export interface WorkerEntries {
  readonly keeper: URL;
  readonly runner: URL;
  /** The runner of Python tasks. */
  readonly pythonRunner: URL;
  readonly collector: URL;
  readonly storeWriter: URL;
  readonly queries: URL;
  readonly exporting: URL;
  readonly findings: URL;
  readonly tracing: URL;
  /** The folder of what traced Pythons load. */
  readonly pythonHook: URL;
  /** The module that traced Nodes load. */
  readonly nodeHook: URL;
}

/** The entries of a build whose outputs lie one folder deep beside `from` (any of them). */
export const builtEntries = (from: string): WorkerEntries => ({
  keeper: new URL('../workers/keeper.js', from),
  runner: new URL('../workers/runner.js', from),
  pythonRunner: new URL('../workers/python/runner.py', from),
  collector: new URL('../workers/collector.js', from),
  storeWriter: new URL('../workers/store-writer.js', from),
  queries: new URL('../workers/queries.js', from),
  exporting: new URL('../workers/exporting.js', from),
  findings: new URL('../workers/findings.js', from),
  tracing: new URL('../workers/tracing.js', from),
  pythonHook: new URL('../workers/python/', from),
  nodeHook: new URL('../workers/hook.cjs', from),
});
