import { outcomes } from '../../../shared/session.ts';
import type { DetailRows, SessionReader, TaskBatch } from '../../../shared/session.ts';
import type { ProfileTracks } from './chrome-profile-tracks.ts';
import type { RowWriter } from './row-text.ts';
import { utf8 } from './text-page.ts';
import type { TextPage } from './text-page.ts';
import { TracedRows } from './traced-rows.ts';

/**
 * Writes the tasks of a profile: complete events ('X'), named as the program names them, on a track for each lane in the process that ran them,
 * and the steps of coroutines within these. Flows lead from each submit to the task's start and from its end to where its result was
 * taken; as viewers draw flows only between slices, submits and results are slices of a nanosecond on a track of the thread that
 * submitted. A task that never started, or whose end nobody saw, is an instant ('i').
 */
export class ProfileTaskWriter {
  readonly #tracks: ProfileTracks;
  readonly #traced: TracedRows;
  readonly #names: ReadonlyMap<number, string>;
  readonly #sites: ReadonlyMap<number, SiteText>;
  readonly #lanes: ReadonlyMap<number, DetailRows['lanes']>;
  readonly #pids: ReadonlyMap<number, number>;
  readonly #placed: PlacedTasks;
  #flows = 0;

  constructor(session: SessionReader, tracks: ProfileTracks) {
    this.#tracks = tracks;
    this.#traced = new TracedRows(session);
    this.#names = new Map(session.details('names').map(({ number, text }) => [number, text]));
    this.#sites = new Map(session.details('sites').map((site) => [site.number, siteText(site)]));
    this.#lanes = new Map(session.details('lanes').map((lane) => [lane.number, lane]));
    this.#pids = new Map(session.workers().map(({ worker, pid }) => [worker, pid]));
    this.#placed = new PlacedTasks(session.count('steps') === 0 ? 0 : session.count('tasks'));
  }

  readonly tasks: RowWriter<'tasks'> = (batch, from, to, page) => {
    for (let row = from; row < to; row++) this.#writeTask(batch, row, page);
  };

  /** After all tasks: of things that begin together viewers take the first for the outer one. */
  readonly steps: RowWriter<'steps'> = (batch, from, to, page) => {
    for (let row = from; row < to; row++) {
      const task = batch.task[row] ?? 0;
      const start = batch.start[row] ?? Number.NaN;
      // What is to lie within another slice must not reach beyond it.
      const end = Math.min(batch.end[row] ?? Number.NaN, this.#placed.endOf(task));
      const lane = this.#placed.laneOf(task);
      if (lane === null || !(start <= end)) continue;
      page.bytes(parts.step);
      page.microseconds(start);
      page.bytes(parts.duration);
      page.microseconds(end - start);
      page.bytes(this.#laneOf(lane, batch.pid[row] ?? 0, start, page));
      page.bytes(parts.end);
    }
  };

  #writeTask(batch: TaskBatch, row: number, page: TextPage): void {
    const task = batch.index[row] ?? 0;
    const submit = batch.submit[row] ?? Number.NaN;
    const start = batch.start[row] ?? Number.NaN;
    const end = batch.end[row] ?? Number.NaN;
    const submitter = this.#submitterOf(task, submit, page);
    if (Number.isNaN(start)) {
      if (submitter !== null) this.#writeInstant(batch, row, ', never started', submit, submitter, page);
      return;
    }
    const laneNumber = batch.lane[row] ?? 0;
    const lane = this.#laneOf(laneNumber, this.#pids.get(batch.worker[row] ?? 0) ?? 0, start, page);
    this.#placed.put(task, laneNumber, end);
    if (Number.isNaN(end)) {
      this.#writeInstant(batch, row, ', end unknown', start, lane, page);
      return;
    }
    // Each flow event directly follows its slice: at equal times importers take the order of the file.
    if (submitter !== null) {
      this.#flows += 1;
      writeMoment(parts.submit, submit, submitter, page);
      writeFlow(parts.queueBegins, this.#flows, submit, submitter, page);
    }
    page.bytes(parts.task);
    page.text(JSON.stringify(this.#nameOf(task, batch.outcome[row] ?? 0)));
    page.bytes(parts.time);
    page.microseconds(start);
    page.bytes(parts.duration);
    page.microseconds(end - start);
    page.bytes(lane);
    this.#writeArguments(batch, row, page);
    if (submitter !== null) writeFlow(parts.queueEnds, this.#flows, start, lane, page);
    const result = this.#traced.rows.result[task] ?? Number.NaN;
    if (submitter === null || !(result >= end)) return;
    this.#flows += 1;
    // A slice is over at its end: the flow leaves it just before, if it has any length.
    writeFlow(parts.resultBegins, this.#flows, Math.max(start, end - 1), lane, page);
    writeMoment(parts.result, result, submitter, page);
    writeFlow(parts.resultEnds, this.#flows, result, submitter, page);
  }

  #writeInstant(
    batch: TaskBatch,
    row: number,
    why: string,
    time: number,
    where: Uint8Array,
    page: TextPage,
  ): void {
    page.bytes(parts.instant);
    page.text(JSON.stringify(this.#nameOf(batch.index[row] ?? 0, batch.outcome[row] ?? 0) + why));
    page.bytes(parts.time);
    page.microseconds(time);
    page.bytes(where);
    this.#writeArguments(batch, row, page);
  }

  /** `work`, or how it ended when not well: viewers colour by name. */
  #nameOf(task: number, code: number): string {
    const outcome = outcomes[code] ?? 'lost';
    const { rows } = this.#traced;
    const own = this.#names.get(rows.name[task] ?? 0) ?? this.#sites.get(rows.site[task] ?? 0)?.name ?? '';
    return (own === '' ? 'task' : own) + (outcome === 'ok' ? '' : ` (${outcome})`);
  }

  /** The track of the thread that submitted; null: it, or when it did, is not known. */
  #submitterOf(task: number, submit: number, page: TextPage): Uint8Array | null {
    const pid = this.#traced.rows.submit_pid[task] ?? 0;
    const tid = this.#traced.rows.submit_tid[task] ?? 0;
    if (pid === 0 || Number.isNaN(submit)) return null;
    const name = `submits · ${this.#tracks.threadName(pid, tid)}`;
    return this.#tracks.extra(`submits ${pid}/${tid}`, pid, name, submit, page);
  }

  #laneOf(number: number, pid: number, atNs: number, page: TextPage): Uint8Array {
    const lane = this.#lanes.get(number);
    const name =
      lane === undefined ? `lane ${number}` : lane.name + (lane.tid === null ? '' : ` (${lane.tid})`);
    return this.#tracks.extra(`lane ${number}`, lane?.pid ?? pid, `tasks · ${name}`, atNs, page);
  }

  #writeArguments(batch: TaskBatch, row: number, page: TextPage): void {
    const queued = (batch.start[row] ?? Number.NaN) - (batch.submit[row] ?? Number.NaN);
    page.bytes(parts.index);
    page.number(batch.index[row] ?? 0);
    page.bytes(outcomeArguments[batch.outcome[row] ?? 0] ?? parts.nothing);
    if (!Number.isNaN(queued)) {
      page.bytes(parts.queue);
      page.milliseconds(queued);
    }
    writeSize(parts.argumentBytes, batch.argument_bytes[row], page);
    writeSize(parts.resultBytes, batch.result_bytes[row], page);
    const task = batch.index[row] ?? 0;
    if (this.#traced.has(task)) this.#writeTraced(task, page);
    page.bytes(parts.argumentsEnd);
  }

  #writeTraced(task: number, page: TextPage): void {
    const { site, cpu_ns: cpuNs, parent, error } = this.#traced.rows;
    page.bytes(this.#sites.get(site[task] ?? 0)?.arguments ?? parts.nothing);
    const cpu = cpuNs[task] ?? Number.NaN;
    if (!Number.isNaN(cpu)) {
      page.bytes(parts.cpu);
      page.milliseconds(cpu);
    }
    const submitted = parent[task] ?? 0;
    if (submitted > 0) {
      page.bytes(parts.parent);
      page.number(submitted - 1);
    }
    const text = this.#names.get(error[task] ?? 0);
    if (text !== undefined) {
      page.bytes(parts.error);
      page.text(JSON.stringify(text));
    }
  }
}

interface SiteText {
  readonly name: string;
  /** The arguments that all its tasks have. */
  readonly arguments: Uint8Array;
}

function siteText({ api, callable, submitted_at: submitted }: DetailRows['sites']): SiteText {
  const own = { api, ...placed('callable', callable), ...placed('submitted_at', submitted) };
  return {
    name: callable?.name ?? '',
    arguments: utf8(`,${JSON.stringify(own).slice(1, -1)}`),
  };
}

const placed = (name: string, place: DetailRows['sites']['callable']): Readonly<Record<string, string>> =>
  place === null ? {} : { [name]: `${place.name} (${place.file}:${place.line})` };

/** On which lane tasks ran and until when, for the steps that lie within them: 12 bytes a task. */
class PlacedTasks {
  /** Lane + 1; 0: not there. */
  readonly #lanes: Uint32Array;
  readonly #ends: Float64Array;

  constructor(tasks: number) {
    this.#lanes = new Uint32Array(tasks);
    this.#ends = new Float64Array(tasks);
  }

  /** The numbers of a profile's tasks are those of their rows. */
  put(task: number, lane: number, end: number): void {
    this.#lanes[task] = lane + 1;
    this.#ends[task] = Number.isNaN(end) ? Infinity : end;
  }

  laneOf(task: number): number | null {
    const lane = this.#lanes[task] ?? 0;
    return lane === 0 ? null : lane - 1;
  }

  endOf(task: number): number {
    return this.#ends[task] ?? Number.NaN;
  }
}

function writeMoment(head: Uint8Array, time: number, where: Uint8Array, page: TextPage): void {
  page.bytes(head);
  page.microseconds(time);
  page.bytes(parts.nanosecond);
  page.bytes(where);
  page.bytes(parts.end);
}

function writeFlow(kind: Uint8Array, flow: number, time: number, where: Uint8Array, page: TextPage): void {
  page.bytes(kind);
  page.number(flow);
  page.bytes(parts.time);
  page.microseconds(time);
  page.bytes(where);
  page.bytes(parts.end);
}

function writeSize(name: Uint8Array, bytes: number | undefined, page: TextPage): void {
  if (bytes === undefined || Number.isNaN(bytes)) return;
  page.bytes(name);
  page.number(bytes);
}

const outcomeArguments = outcomes.map((outcome) => utf8(`,"outcome":"${outcome}"`));

const parts = {
  nothing: utf8(''),
  end: utf8('},\n'),
  time: utf8(',"ts":'),
  duration: utf8(',"dur":'),
  nanosecond: utf8(',"dur":0.001'),
  task: utf8('{"ph":"X","cat":"task","name":'),
  instant: utf8('{"ph":"i","s":"t","cat":"task","name":'),
  step: utf8('{"ph":"X","cat":"step","name":"step","ts":'),
  submit: utf8('{"ph":"X","cat":"submit","name":"submit","ts":'),
  result: utf8('{"ph":"X","cat":"result","name":"result","ts":'),
  queueBegins: utf8('{"ph":"s","cat":"queue","name":"queued","id":'),
  queueEnds: utf8('{"ph":"f","bp":"e","cat":"queue","name":"queued","id":'),
  resultBegins: utf8('{"ph":"s","cat":"return","name":"result","id":'),
  resultEnds: utf8('{"ph":"f","bp":"e","cat":"return","name":"result","id":'),
  index: utf8(',"args":{"task":'),
  queue: utf8(',"queue_ms":'),
  argumentBytes: utf8(',"argument_bytes":'),
  resultBytes: utf8(',"result_bytes":'),
  cpu: utf8(',"cpu_ms":'),
  parent: utf8(',"parent":'),
  error: utf8(',"error":'),
  argumentsEnd: utf8('}},\n'),
};
