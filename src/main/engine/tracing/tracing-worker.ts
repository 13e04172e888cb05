import os from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { toEnvelope } from '../../../shared/errors.ts';
import { accountForTasks } from '../profile/account-for-tasks.ts';
import { openSession } from '../store/reader.ts';
import { portWriter } from '../store/port-writer.ts';
import { TraceReading } from './trace-reading.ts';
import type { TracingReply, TracingRequest, TracingStart } from './tracing-messages.ts';

/** Entry of the tracing thread: it reads what hooks write while the program runs, and makes rows of the session of it. */

/** So often the trace is looked at, and at most for a twentieth of the time. */
const lookEveryMs = 250;
const restPerLook = 19;

const start: TracingStart = workerData;
if (start.priority !== null) standBack(start.priority);
const writer = portWriter(start.rows);
const reading = new TraceReading(start.folder, start.originNs, writer);
const reply = (message: TracingReply): void => parentPort?.postMessage(message);
let told = 0;
let isFinishing = false;

/** Rows that may be on their way to the session's writer, which is slower, and those that a look may add. What is left waits in the files. */
const mostInFlight = 200_000;
const mostPerLook = 100_000;

async function look(): Promise<void> {
  const begun = performance.now();
  reading.look(mostPerLook);
  tellSoFar();
  await waitForWriter();
  if (isFinishing) return;
  const took = performance.now() - begun;
  timer = setTimeout(() => void look(), Math.max(lookEveryMs, took * restPerLook));
}

let inFlight = 0;

async function waitForWriter(): Promise<void> {
  inFlight += reading.takeHandedOn();
  if (inFlight < mostInFlight) return;
  inFlight = 0;
  await writer.flushed();
}

function tellSoFar(): void {
  const { soFar } = reading;
  if (soFar.total === told) return;
  told = soFar.total;
  reply({ kind: 'so-far', tasks: soFar });
}

async function answer(request: TracingRequest): Promise<void> {
  switch (request.kind) {
    case 'finish':
      isFinishing = true;
      clearTimeout(timer);
      for (const _ of reading.finish()) await waitForWriter();
      tellSoFar();
      await writer.end();
      return reply({ kind: 'finished', programs: reading.programs, warnings: reading.warnings() });
    case 'account':
      return reply({ kind: 'accounted', tasks: account(request.path) });
  }
}

function account(path: string) {
  const session = openSession(path);
  try {
    return accountForTasks(session);
  } finally {
    session.close();
  }
}

function standBack(priority: number): void {
  try {
    // Where this is asked for, 0 is the calling thread alone.
    os.setPriority(0, Math.max(os.getPriority(0), priority));
  } catch {
    // Then it takes its turn as anybody.
  }
}

let timer = setTimeout(() => void look(), lookEveryMs);
parentPort?.on('message', (request: TracingRequest) => {
  answer(request).catch((thrown: unknown) => reply({ kind: 'failed', error: toEnvelope(thrown) }));
});
