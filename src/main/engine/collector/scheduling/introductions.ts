/** What no event tells of threads and processes; null: they have gone, or it is not shown. */
export interface Introductions {
  readonly threadName: (pid: number, tid: number) => string | null;
  /** The command line, arguments apart by spaces. Kernel threads have none, and processes that are just ending. */
  readonly commandOf: (pid: number) => string | null;
  readonly parentOf: (pid: number) => number | null;
}
