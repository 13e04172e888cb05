import {
  type EventKind,
  type SchedulingEvents,
  eventCode,
} from '../../../../../src/main/engine/collector/scheduling-events.ts';

/** One event as a test writes it down. */
export interface EventNote {
  readonly kind: EventKind;
  readonly time: number;
  readonly core?: number;
  readonly tid?: number;
  readonly pid?: number;
  readonly other?: number;
  readonly otherPid?: number;
  readonly name?: string;
}

/** A batch of events as a recording hands it over. */
export function batchOf(notes: readonly EventNote[]): SchedulingEvents {
  const named = notes.flatMap(({ name }, row): [number, string][] =>
    name === undefined ? [] : [[row, name]],
  );
  return {
    length: notes.length,
    kind: Uint8Array.from(notes, ({ kind }) => eventCode(kind)),
    time: Float64Array.from(notes, ({ time }) => time),
    core: Uint16Array.from(notes, ({ core }) => core ?? 0),
    tid: Uint32Array.from(notes, ({ tid }) => tid ?? 0),
    pid: Uint32Array.from(notes, ({ pid, tid }) => pid ?? tid ?? 0),
    other: Uint32Array.from(notes, ({ other }) => other ?? 0),
    otherPid: Uint32Array.from(notes, ({ otherPid }) => otherPid ?? 0),
    names: new Map(named),
  };
}
