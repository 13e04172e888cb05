import os from 'node:os';

const { EMFILE, ENFILE, EACCES, EPERM } = os.constants.errno;

/** Threads whose switches could not be recorded, by the error number that the kernel gave. */
export class Unfollowed {
  readonly #tids = new Set<number>();
  readonly #counts = new Map<number, number>();

  add(refused: readonly { readonly tid: number; readonly error: number }[]): void {
    for (const { tid, error } of refused) {
      if (this.#tids.has(tid)) continue;
      this.#tids.add(tid);
      this.#counts.set(error, (this.#counts.get(error) ?? 0) + 1);
    }
  }

  has(tid: number): boolean {
    return this.#tids.has(tid);
  }

  get count(): number {
    return this.#tids.size;
  }

  get warnings(): readonly string[] {
    return [...this.#counts].map(([error, threads]) => {
      const [reason, remedy] = explanation(error);
      return `${threads} threads could not be followed (${reason}): their single switches, and those of what they started, are missing; totals are the kernel's. ${remedy}`;
    });
  }
}

function explanation(error: number): readonly [reason: string, remedy: string] {
  if (error === EMFILE || error === ENFILE) {
    return [
      'no more files may be open',
      'Raise the limit (ulimit -n): one is needed for each thread on each core that was there when the recording began.',
    ];
  }
  if (error === EACCES || error === EPERM) {
    return ['the kernel protects them', 'They run as another user; run Corelane as root to record them.'];
  }
  return [`error ${error}`, 'Measure fewer threads at once, or with more free memory.'];
}
