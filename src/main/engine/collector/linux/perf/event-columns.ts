import type { SchedulingEvents } from '../../scheduling-events.ts';

/** Events as columns that grow: twice as long whenever they are full, never shorter. */
export class EventColumns implements SchedulingEvents {
  length = 0;
  kind = new Uint8Array(0);
  time = new Float64Array(0);
  core = new Uint16Array(0);
  tid = new Uint32Array(0);
  pid = new Uint32Array(0);
  other = new Uint32Array(0);
  otherPid = new Uint32Array(0);
  readonly names = new Map<number, string>();

  /** Gives the row's index. */
  push(
    kind: number,
    time: number,
    core: number,
    tid: number,
    pid: number,
    other: number,
    otherPid: number,
  ): number {
    const row = this.length;
    if (row === this.kind.length) this.#grow(row + 1);
    this.kind[row] = kind;
    this.time[row] = time;
    this.core[row] = core;
    this.tid[row] = tid;
    this.pid[row] = pid;
    this.other[row] = other;
    this.otherPid[row] = otherPid;
    this.length = row + 1;
    return row;
  }

  clear(): void {
    this.length = 0;
    if (this.names.size > 0) this.names.clear();
  }

  /** Makes room for so many more rows: until then the columns stay the same arrays. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed > this.kind.length) this.#grow(needed);
  }

  /** Removes the first rows. */
  dropFirst(count: number): void {
    if (count === 0) return;
    if (count >= this.length) return this.clear();
    for (const column of this.#columns()) column.copyWithin(0, count, this.length);
    this.length -= count;
    if (this.names.size === 0) return;
    const names = [...this.names].filter(([row]) => row >= count);
    this.names.clear();
    for (const [row, name] of names) this.names.set(row - count, name);
  }

  /** Moves the last row to its place in time. */
  settleLast(): void {
    let row = this.length - 1;
    while (row > 0 && (this.time[row] ?? 0) < (this.time[row - 1] ?? 0)) {
      this.#exchange(row, row - 1);
      row--;
    }
  }

  #exchange(a: number, b: number): void {
    for (const column of this.#columns()) {
      const before = column[a] ?? 0;
      column[a] = column[b] ?? 0;
      column[b] = before;
    }
    const [nameOfA, nameOfB] = [this.names.get(a), this.names.get(b)];
    this.#rename(a, nameOfB);
    this.#rename(b, nameOfA);
  }

  #rename(row: number, name: string | undefined): void {
    if (name === undefined) this.names.delete(row);
    else this.names.set(row, name);
  }

  #columns(): readonly (Uint8Array | Uint16Array | Uint32Array | Float64Array)[] {
    return [this.kind, this.time, this.core, this.tid, this.pid, this.other, this.otherPid];
  }

  #grow(needed: number): void {
    const size = Math.max(1024, needed, this.kind.length * 2);
    this.kind = longer(this.kind, new Uint8Array(size));
    this.time = longer(this.time, new Float64Array(size));
    this.core = longer(this.core, new Uint16Array(size));
    this.tid = longer(this.tid, new Uint32Array(size));
    this.pid = longer(this.pid, new Uint32Array(size));
    this.other = longer(this.other, new Uint32Array(size));
    this.otherPid = longer(this.otherPid, new Uint32Array(size));
  }
}

function longer<T extends { set(values: ArrayLike<number>): void }>(values: ArrayLike<number>, into: T): T {
  into.set(values);
  return into;
}
