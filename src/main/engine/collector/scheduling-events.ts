/**
 * What the kernel tells of scheduling, in the form in which the rest of Corelane takes it: whatever recorded it, and from a file
 * in tests. One row per event, in order of time. Columns are longer than `length` and are used again for the next batch: whoever
 * wants to keep rows copies them.
 */
export interface SchedulingEvents {
  readonly length: number;
  /** Index into `eventKinds`. */
  readonly kind: Uint8Array;
  /** Nanoseconds from the session's start. */
  readonly time: Float64Array;
  /** Where it happened; of `woken`, where the thread ran last. */
  readonly core: Uint16Array;
  /** The thread it happened to; never an idle thread. */
  readonly tid: Uint32Array;
  /** Its process; 0 where the event does not tell (`woken`). */
  readonly pid: Uint32Array;
  /**
   * `in`: the tid before it on the core; `blocked`, `preempted`: the tid after it (system mode; `unknownTid` otherwise); 0: an idle
   * thread. `forked`: the tid that started it. `woken`: the tid that woke it, `unknownTid` when an interrupt did. `lost`: how many
   * records. Else 0.
   */
  readonly other: Uint32Array;
  /** `forked`: the process that started it. Else 0. */
  readonly otherPid: Uint32Array;
  /** Of `named` and `executed`: the new name, by row. */
  readonly names: ReadonlyMap<number, string>;
}

/**
 * `in`: a thread was put on a core. `blocked`, `preempted`: it left the core, having nothing to do or having been pushed. `forked`,
 * `exited`: a thread began, ended; no switch of it follows its end, although it leaves its core only then. `named`: it got another
 * name; `executed`: and its process runs another program. `woken`: it was made ready. `lost`: records of this core are missing from
 * here back to its previous event. The index is the code.
 */
export const eventKinds = [
  'in',
  'blocked',
  'preempted',
  'forked',
  'exited',
  'named',
  'executed',
  'woken',
  'lost',
] as const;
export type EventKind = (typeof eventKinds)[number];
export const eventCode = (kind: EventKind): number => eventKinds.indexOf(kind);

/** The codes of the kinds as constants: a search by name per event would cost more than the rest of it. */
export const eventCodes: Readonly<Record<EventKind, number>> = {
  in: eventCode('in'),
  blocked: eventCode('blocked'),
  preempted: eventCode('preempted'),
  forked: eventCode('forked'),
  exited: eventCode('exited'),
  named: eventCode('named'),
  executed: eventCode('executed'),
  woken: eventCode('woken'),
  lost: eventCode('lost'),
};

/** Stands for a thread that the event does not name. */
export const unknownTid = 0xffff_ffff;
