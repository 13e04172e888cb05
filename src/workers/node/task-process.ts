import { serialize } from 'node:v8';
import type { ThreadReading } from '../../shared/worker-protocol.ts';
import { sessionClock } from './clock.ts';
import { nativeThreadId, readSelf } from './self-reading.ts';
import { callTask, describeThrown } from './task-call.ts';
import { loadTaskModule } from './task-module.ts';

/** What a child process is started with, as the JSON of its first argument. */
export interface TaskProcessData {
  readonly moduleUrl: string;
  readonly functionName: string | null;
  readonly label: string;
  readonly originNs: string;
  /** It gets one call only, and reads its own counters before it ends. */
  readonly once: boolean;
}

export type TaskProcessCall = readonly [index: number, input: unknown];

export type TaskProcessMessage =
  | { readonly type: 'ready'; readonly pid: number; readonly tid: number }
  | { readonly type: 'not-ready'; readonly message: string }
  | {
      readonly type: 'settled';
      readonly start: number;
      readonly end: number;
      /** The result as v8 serialises it: these are the bytes that cross. Null when the task is not ok. */
      readonly result: Uint8Array | null;
      readonly message: string | null;
    }
  | { readonly type: 'readings'; readonly readings: readonly ThreadReading[] };

const say = (message: TaskProcessMessage, sent: () => void = () => undefined) => {
  process.send?.(message, undefined, undefined, sent);
};

const data: TaskProcessData = JSON.parse(process.argv[2] ?? '{}');
// The runner is gone: nobody waits for a result any more. (The keeper kills those that do not get here.)
process.on('disconnect', () => process.exit(0));
try {
  await openProcess(data);
} catch (thrown) {
  say({ type: 'not-ready', message: describeThrown(thrown) }, () => process.exit(1));
}

/** Loads the task and then runs one call after the other, each as the runner sends it. */
async function openProcess({
  moduleUrl,
  functionName,
  label,
  originNs,
  once,
}: TaskProcessData): Promise<void> {
  const { task } = await loadTaskModule({ moduleUrl, functionName, label });
  const now = sessionClock(originNs);

  const run = async (index: number, input: unknown): Promise<void> => {
    const called = await callTask(task, input, index, now);
    const { start, end } = called;
    say({
      type: 'settled',
      start,
      end,
      ...(called.ok ? pack(called.value) : { result: null, message: called.message }),
    });
    if (once) say({ type: 'readings', readings: readSelf('process') }, () => process.exit(0));
  };
  process.on('message', ([index, input]: TaskProcessCall) => void run(index, input));
  say({ type: 'ready', ...nativeThreadId() });
}

function pack(value: unknown): { result: Uint8Array | null; message: string | null } {
  try {
    return { result: serialize(value), message: null };
  } catch (thrown) {
    return { result: null, message: `its result cannot be sent back: ${describeThrown(thrown)}` };
  }
}
