import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { toEnvelope } from '../../../shared/errors.ts';
import { unwritable } from './disk-errors.ts';
import type { WriterEvent, WriterRequest, WriterStart } from './messages.ts';
import type { PortAnswer, PortMessage } from './port-message.ts';
import { Recording } from './recording.ts';

/** The writer's thread: everything a session costs to encode and to write is paid here. */

const commitMs = 200;

if (parentPort !== null) {
  const start: WriterStart = workerData;
  run(start, parentPort);
}

function run(start: WriterStart, session: MessagePort): void {
  const tell = (event: WriterEvent): void => session.postMessage(event);
  let recording: Recording | null = null;
  let lastCommit = performance.now();
  let finish: { readonly complete: boolean } | null = null;
  const openPorts = new Set<MessagePort>();

  /** Runs one step that writes; the first that fails ends the recording. */
  const attempt = (step: () => void): void => {
    try {
      step();
    } catch (thrown) {
      clearInterval(timer);
      recording?.abandon();
      recording = null;
      tell({ kind: 'failed', error: toEnvelope(unwritable(start.path, thrown)) });
    }
  };

  const commitWhenDue = (): void => {
    if (recording === null || !recording.pending || performance.now() - lastCommit < commitMs - 1) return;
    recording.commit();
    lastCommit = performance.now();
    tell({ kind: 'committed', rows: recording.rows, onCpuNs: threadCpuNs() });
  };

  const finishWhenDue = (): void => {
    if (recording === null || finish === null || openPorts.size > 0) return;
    clearInterval(timer);
    recording.finish(finish.complete);
    tell({ kind: 'finished', rows: recording.rows });
    recording = null;
    session.close();
  };

  const take = (request: Parameters<Recording['take']>[0]): void =>
    attempt(() => {
      recording?.take(request);
      // A flood of messages keeps timers from firing; the commit must not wait for its end.
      commitWhenDue();
    });

  const listen = (port: MessagePort): void => {
    openPorts.add(port);
    const done = (): void => {
      openPorts.delete(port);
      attempt(finishWhenDue);
    };
    port.on('message', (message: PortMessage) => {
      if (message.kind !== 'end') return take(message);
      const answer: PortAnswer = { kind: 'ended' };
      port.postMessage(answer);
      done();
    });
    port.on('close', done);
  };

  session.on('message', (request: WriterRequest) => {
    if (request.kind === 'port') listen(request.port);
    else if (request.kind === 'finish') {
      finish = { complete: request.complete };
      attempt(finishWhenDue);
    } else take(request);
  });

  const timer = setInterval(() => attempt(commitWhenDue), commitMs);
  attempt(() => {
    recording = new Recording(start);
    tell({ kind: 'opened' });
  });
}

function threadCpuNs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) * 1e3;
}
