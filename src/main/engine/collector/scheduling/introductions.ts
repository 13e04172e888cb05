/** What no event tells of threads and processes; null: they have gone, or it is not shown. */
export interface Introductions {
  threadName(pid: number, tid: number): string | null;
  /** The command line, arguments apart by spaces; of a kernel thread its name. */
  commandOf(pid: number): string | null;
  parentOf(pid: number): number | null;
}
