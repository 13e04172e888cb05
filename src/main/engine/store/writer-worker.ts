import os from 'node:os';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { toEnvelope } from '../../../shared/errors.ts';
import { CommitPace } from './commit-pace.ts';
import { unwritable } from './disk-errors.ts';
import type { RecordedPart, WriterEvent, WriterRequest, WriterStart } from './messages.ts';
import type { PortAnswer, PortMessage } from './port-message.ts';
import { Recording } from './recording.ts';

/** The writer's thread: everything a session costs to encode and to write is paid here. */

if (parentPort !== null) {
  const start: WriterStart = workerData;
  if (start.priority !== null) standBack(start.priority);
  run(start, parentPort);
}

function run(start: WriterStart, session: MessagePort): void {
  const tell = (event: WriterEvent): void => session.postMessage(event);
  let recording: Recording | null = null;
  const pace = new CommitPace();
  let lastCommit = performance.now();
  let timer: NodeJS.Timeout | null = null;
  let finish: { readonly complete: boolean } | null = null;
  const openPorts = new Set<MessagePort>();

  /** Runs one step that writes; the first that fails ends the recording. */
  const attempt = (step: () => void): void => {
    try {
      step();
    } catch (thrown) {
      disarm();
      recording?.abandon();
      recording = null;
      tell({ kind: 'failed', error: toEnvelope(unwritable(start.path, thrown)) });
    }
  };

  const commit = (): void => {
    if (recording === null || !recording.pending) return;
    const before = threadCpuNs();
    recording.commit();
    pace.add(threadCpuNs() - before);
    lastCommit = performance.now();
    tell({ kind: 'committed', rows: recording.rows, onCpuNs: threadCpuNs() });
  };

  /** Nothing wakes this thread while nothing was taken. */
  const commitWhenDue = (): void => {
    const inMs = lastCommit + pace.intervalMs - performance.now();
    if (inMs <= 1) commit();
    else timer ??= setTimeout(onTime, inMs);
  };

  const onTime = (): void => {
    timer = null;
    attempt(commitWhenDue);
  };

  const disarm = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  /** Commits what was posted before, also what waits in ports for its turn. */
  const flush = (number: number): void => {
    for (const port of openPorts) {
      for (let next = received(port); next !== null; next = received(port)) takeFrom(port, next);
    }
    commit();
    if (recording !== null) tell({ kind: 'flushed', flush: number });
  };

  const finishWhenDue = (): void => {
    if (recording === null || finish === null || openPorts.size > 0) return;
    disarm();
    recording.finish(finish.complete);
    tell({ kind: 'finished', rows: recording.rows });
    recording = null;
    session.close();
  };

  const take = (part: RecordedPart): void =>
    attempt(() => {
      recording?.take(part);
      // A flood of messages keeps timers from firing; the commit must not wait for its end.
      commitWhenDue();
    });

  const listen = (port: MessagePort): void => {
    openPorts.add(port);
    port.on('message', (message: PortMessage) => takeFrom(port, message));
    port.on('close', () => release(port));
  };

  const takeFrom = (port: MessagePort, message: PortMessage): void => {
    if (message.kind !== 'commit' && message.kind !== 'end') return take(message);
    if (message.kind === 'commit') attempt(commit);
    const answer: PortAnswer = { kind: message.kind === 'commit' ? 'committed' : 'ended' };
    port.postMessage(answer);
    if (message.kind === 'end') release(port);
  };

  const release = (port: MessagePort): void => {
    openPorts.delete(port);
    attempt(finishWhenDue);
  };

  session.on('message', (request: WriterRequest) => {
    if (request.kind === 'port') listen(request.port);
    else if (request.kind === 'flush') attempt(() => flush(request.flush));
    else if (request.kind === 'finish') {
      finish = { complete: request.complete };
      attempt(finishWhenDue);
    } else take(request);
  });

  attempt(() => {
    recording = new Recording(start);
    tell({ kind: 'opened' });
  });
}

/** Lets the measured program, and whoever drains the rings of switches, go first. */
function standBack(priority: number): void {
  try {
    // Where this is asked for, 0 is the calling thread alone.
    os.setPriority(0, Math.max(os.getPriority(0), priority));
  } catch {
    // Then it takes its turn as anybody.
  }
}

/** What waits in the port; null: nothing. */
function received(port: MessagePort): PortMessage | null {
  const next: { readonly message: PortMessage } | undefined = receiveMessageOnPort(port);
  return next?.message ?? null;
}

function threadCpuNs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) * 1e3;
}
