import {
  slotKinds,
  slotOffsets as offsets,
  spanKinds,
  taskStates,
  tracedApis,
  type SpanKind,
  type TaskState,
  type TracedApi,
  type TraceStrings,
} from '../../../shared/trace-format.ts';
import type { TraceHeader } from './slot-file.ts';
import { originAt, type Slots } from './slots.ts';
import type { StringFile } from './string-file.ts';
import { TraceFolder, type TraceFiles } from './trace-folder.ts';
import { errorAt, nameAt, placeAt, poolAt, programAt } from './trace-strings.ts';

/** One record with all that it refers to; times are nanoseconds of CLOCK_MONOTONIC, NaN or null: not known. */
export interface TraceRecord {
  /** By the names of `slotKinds`. */
  readonly kind: 'task' | 'run' | 'worker' | 'span' | 'loop';
  readonly number: number;
  /** Of a span, null. */
  readonly api: TracedApi | null;
  /** Of a span only. */
  readonly span: SpanKind | null;
  readonly state: TaskState | null;
  readonly flags: number;
  readonly submit: number;
  readonly start: number;
  readonly end: number;
  readonly result: number;
  readonly cpuNs: number;
  readonly submitTid: number;
  readonly workerPid: number;
  readonly workerTid: number;
  readonly parent: number;
  readonly callable: TraceStrings['place'] | null;
  readonly site: TraceStrings['place'] | null;
  readonly name: string | null;
  readonly error: TraceStrings['error'] | null;
  readonly pool: TraceStrings['pool'] | null;
  readonly items: number;
  readonly key: number;
  readonly argumentBytes: number;
  readonly resultBytes: number;
  readonly argumentNs: number;
  readonly resultNs: number;
  readonly steps: number;
  readonly longestNs: number;
}

export interface TraceStep {
  /** The number of its record. */
  readonly slot: number;
  readonly start: number;
  /** NaN: it never ended. */
  readonly end: number;
}

/** What one process or thread wrote. */
export interface ProgramTrace {
  /** What its files' names have in common. */
  readonly name: string;
  readonly header: TraceHeader;
  readonly program: TraceStrings['program'] | null;
  readonly records: readonly TraceRecord[];
  readonly steps: readonly TraceStep[];
}

/**
 * All of a trace at once, decoded: for tests and for looking into one, as it holds everything in memory. Files that are no traces are left
 * out. Sorted by the programs' start.
 */
export function readTrace(folder: string): readonly ProgramTrace[] {
  return new TraceFolder(folder, originAt(0n))
    .files()
    .flatMap((files) => programOf(files) ?? [])
    .sort((a, b) => a.header.startNs - b.header.startNs);
}

function programOf({ name, slots, steps, strings }: TraceFiles): ProgramTrace | null {
  const records: TraceRecord[] = [];
  const visit = (block: Slots, index: number, number: number): boolean => {
    const record = recordOf(block, index, number, strings);
    if (record !== null) records.push(record);
    return true;
  };
  for (const _ of slots.lookAtAll(visit));
  const { header } = slots;
  if (header === null) return null;
  const allSteps: TraceStep[] = [];
  const visitStep = (slot: number, start: number, end: number): void =>
    void allSteps.push({ slot, start, end });
  for (const _ of steps.look(visitStep, () => true, true));
  return { name, header, program: programAt(strings, header.program), records, steps: allSteps };
}

const origin = originAt(0n);
const kindNames = ['task', 'run', 'worker', 'span', 'loop'] as const;

function recordOf(slots: Slots, index: number, number: number, strings: StringFile): TraceRecord | null {
  const code = slots.byte(index, offsets.kind);
  const kind = kindNames.find((name) => slotKinds[name] === code);
  if (kind === undefined) return null;
  const api = slots.byte(index, offsets.api);
  const word = (offset: number): number => slots.word(index, offset);
  const time = (offset: number): number => slots.time(index, offset, origin);
  return {
    kind,
    number,
    api: kind === 'span' ? null : (tracedApis[api] ?? null),
    span: kind === 'span' ? (spanKinds[api] ?? null) : null,
    state: taskStates[slots.byte(index, offsets.state)] ?? null,
    flags: slots.byte(index, offsets.flags),
    submit: time(offsets.submit),
    start: time(offsets.start),
    end: time(offsets.end),
    result: time(offsets.result),
    cpuNs: slots.long(index, offsets.cpu),
    submitTid: word(offsets.submitTid),
    workerPid: word(offsets.workerPid),
    workerTid: word(offsets.workerTid),
    parent: word(offsets.parent),
    callable: placeAt(strings, word(offsets.callable)),
    site: placeAt(strings, word(offsets.site)),
    name: nameAt(strings, word(offsets.name)),
    error: errorAt(strings, word(offsets.error)),
    pool: poolAt(strings, word(offsets.pool)),
    items: word(offsets.items),
    key: slots.long(index, offsets.key),
    argumentBytes: slots.long(index, offsets.argumentBytes),
    resultBytes: slots.long(index, offsets.resultBytes),
    argumentNs: slots.float(index, offsets.argumentNs),
    resultNs: slots.float(index, offsets.resultNs),
    steps: word(offsets.steps),
    longestNs: slots.float(index, offsets.longest),
  };
}
