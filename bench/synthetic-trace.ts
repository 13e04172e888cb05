import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  headerOffsets,
  slotBytes,
  slotKinds,
  slotOffsets,
  stepBytes,
  taskStates,
  traceFormatVersion,
  tracedApis,
  type TracedApi,
} from '../src/shared/trace-format.ts';

/** What a program of the bench did a million times. */
export type Load = 'thread pool' | 'process pool' | 'coroutines' | 'queue';

const workers = 4;
const taskNs = 1000;
const stepsOfCoroutine = 3;
const block = 4096;

/** Writes the trace of a program that had so many tasks, all submitted at once and run one after the other by four workers. */
export function writeTrace(folder: string, load: Load, tasks: number): void {
  mkdirSync(folder, { recursive: true });
  switch (load) {
    case 'thread pool':
      return writeThreadPool(folder, tasks, 'ok');
    case 'queue':
      return writeThreadPool(folder, tasks, 'submitted');
    case 'process pool':
      return writeProcessPool(folder, tasks);
    case 'coroutines':
      return writeCoroutines(folder, tasks);
  }
}

const pool = JSON.stringify({ name: 'pool', scope: '1:1', workers });
const callable = JSON.stringify({ name: 'work', file: '/program.py', line: 3 });
const program = JSON.stringify({
  runtime: 'CPython 3.13.0',
  executable: 'python3',
  argv: ['python3', 'program.py'],
});
const strings = `${program}\n${pool}\n${callable}\n`;

function writeThreadPool(folder: string, tasks: number, state: 'ok' | 'submitted'): void {
  writeSlots(folder, 100, tasks, (slot, task) => {
    common(slot, 'task', 'concurrent.futures.ThreadPoolExecutor', state);
    slot.time('submit', 1 + task);
    if (state === 'submitted') return;
    slot.time('start', startOf(task));
    slot.time('end', startOf(task) + taskNs);
    slot.word('workerTid', 101 + (task % workers));
  });
}

function writeProcessPool(folder: string, tasks: number): void {
  const api = 'concurrent.futures.ProcessPoolExecutor';
  writeSlots(folder, 100, tasks, (slot, task) => {
    common(slot, 'task', api, 'ok');
    slot.time('submit', 1 + task);
    slot.time('end', startOf(task) + 3 * taskNs);
    slot.time('key', task + 1);
  });
  for (let worker = 0; worker < workers; worker += 1) {
    writeSlots(folder, 101 + worker, Math.floor(tasks / workers), (slot, run) => {
      const task = run * workers + worker;
      common(slot, 'run', api, 'ok');
      slot.time('start', startOf(task));
      slot.time('end', startOf(task) + taskNs);
      slot.time('key', task + 1);
      slot.word('workerTid', 101 + worker);
    });
  }
}

function writeCoroutines(folder: string, tasks: number): void {
  writeSlots(folder, 100, tasks, (slot, task) => {
    common(slot, 'task', 'asyncio.Task', 'ok');
    slot.word('pool', 0);
    slot.word('workerTid', 100);
    slot.time('submit', 1 + task);
    slot.time('start', startOf(task));
    // The first one runs as long as the program, and starts all others.
    slot.time('end', task === 0 ? startOf(tasks) : startOf(task) + stepsOfCoroutine * 1000 * taskNs);
    if (task > 0) slot.word('parent', 1);
    slot.word('steps', stepsOfCoroutine);
  });
  const path = join(folder, 'python-100-0.steps');
  writeRecords(path, tasks * stepsOfCoroutine, stepBytes, (view, at, step) => {
    view.setUint32(at, 1 + (step % tasks), true);
    view.setUint32(at + 4, taskNs / 2, true);
    view.setBigUint64(at + 8, BigInt(2 + step * taskNs), true);
  });
}

const startOf = (task: number): number => 2_000_000 + Math.floor(task / workers) * taskNs;

interface Slot {
  readonly view: DataView;
  readonly at: number;
  time(field: keyof typeof slotOffsets, value: number): void;
  word(field: keyof typeof slotOffsets, value: number): void;
}

function common(slot: Slot, kind: 'task' | 'run', api: TracedApi, state: (typeof taskStates)[number]): void {
  slot.view.setUint8(slot.at, slotKinds[kind]);
  slot.view.setUint8(slot.at + slotOffsets.state, taskStates.indexOf(state));
  slot.view.setUint8(slot.at + slotOffsets.api, tracedApis.indexOf(api));
  slot.word('pool', 2);
  slot.word('callable', 3);
  slot.word('submitTid', 100);
}

function writeSlots(
  folder: string,
  pid: number,
  records: number,
  fill: (slot: Slot, record: number) => void,
): void {
  const path = join(folder, `python-${pid}-0`);
  writeFileSync(`${path}.strings`, strings);
  writeRecords(`${path}.slots`, records + 1, slotBytes, (view, at, record) => {
    if (record === 0) return writeHeader(view, pid);
    fill(
      {
        view,
        at,
        time: (field, value) => view.setBigUint64(at + slotOffsets[field], BigInt(value), true),
        word: (field, value) => view.setUint32(at + slotOffsets[field], value, true),
      },
      record - 1,
    );
  });
}

function writeHeader(view: DataView, pid: number): void {
  view.setUint8(headerOffsets.kind, slotKinds.header);
  view.setUint8(headerOffsets.version, traceFormatVersion);
  view.setUint32(headerOffsets.pid, pid, true);
  view.setBigUint64(headerOffsets.start, 1n, true);
  view.setUint32(headerOffsets.program, 1, true);
}

function writeRecords(
  path: string,
  records: number,
  bytes: number,
  fill: (view: DataView, at: number, record: number) => void,
): void {
  const file = openSync(path, 'w');
  const buffer = new Uint8Array(block * bytes);
  const view = new DataView(buffer.buffer);
  for (let first = 0; first < records; first += block) {
    const count = Math.min(block, records - first);
    buffer.fill(0);
    for (let record = 0; record < count; record += 1) fill(view, record * bytes, first + record);
    writeSync(file, buffer, 0, count * bytes);
  }
  closeSync(file);
}
