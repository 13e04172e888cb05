import { Worker } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { CorelaneError, messageOf } from '../../../shared/errors.ts';
import { fromPosted } from './query-api.ts';
import type { QueryApi } from './query-api.ts';

/** Answers what windows ask of recorded sessions, and moves them. Every call may reject with a CorelaneError. */
export interface SessionQueries extends QueryApi {
  /** Ends the thread; calls that wait for an answer, and later ones, are rejected. */
  close(): Promise<void>;
}

/**
 * Sessions are read in a thread of their own, so that sorting a million tasks never delays the engine while it measures. The
 * thread begins with the first question; when it dies, the questions it had not answered are rejected and the next
 * one begins another. `entry` is its built entry.
 */
export function openQueries(entry: URL): SessionQueries {
  let thread: QueriesThread | null = null;
  let closed = false;
  const ask = (): QueryApi => {
    if (closed) throw ended();
    thread ??= startThread(entry, (gone) => {
      if (thread === gone) thread = null;
    });
    return thread.remote;
  };
  return {
    describeSession: async (path) => ask().describeSession(path),
    taskStrips: async (query) => ask().taskStrips(query),
    tasksWithin: async (query) => ask().tasksWithin(query),
    taskDetails: async (query) => ask().taskDetails(query),
    findTasks: async (query) => ask().findTasks(query),
    taskTable: async (query) => ask().taskTable(query),
    schedulingTracks: async (path) => ask().schedulingTracks(path),
    schedulingStrips: async (query) => ask().schedulingStrips(query),
    slicesWithin: async (query) => ask().slicesWithin(query),
    stepsWithin: async (query) => ask().stepsWithin(query),
    spansWithin: async (query) => ask().spansWithin(query),
    loopLoad: async (query) => ask().loopLoad(query),
    outputOverview: async (path) => ask().outputOverview(path),
    outputColumns: async (query) => ask().outputColumns(query),
    outputPiece: async (query) => ask().outputPiece(query),
    flameGraph: async (query) => ask().flameGraph(query),
    rangeSummary: async (query) => ask().rangeSummary(query),
    coreDemand: async (query) => ask().coreDemand(query),
    coreLoad: async (query) => ask().coreLoad(query),
    latency: async (query) => ask().latency(query),
    logs: async (query) => ask().logs(query),
    compare: async (a, b) => ask().compare(a, b),
    listSessions: async (folder) => ask().listSessions(folder),
    renameSession: async (path, name) => ask().renameSession(path, name),
    deleteSession: async (path) => ask().deleteSession(path),
    restoreSession: async (deleted) => ask().restoreSession(deleted),
    async close() {
      closed = true;
      const last = thread;
      thread = null;
      await last?.end();
    },
  };
}

interface QueriesThread {
  readonly remote: QueryApi;
  end(): Promise<void>;
}

function startThread(entry: URL, onGone: (thread: QueriesThread) => void): QueriesThread {
  const worker = new Worker(entry, { name: 'corelane-queries' });
  const remote = createBirpc<QueryApi>(
    {},
    {
      post: (message) => worker.postMessage(message),
      on: (listener) => worker.on('message', listener),
      deserialize: fromPosted,
      // Large sessions take their time; a thread that cannot answer any more ends and is noticed by that.
      timeout: -1,
    },
  );
  let reason: CorelaneError | null = null;
  const thread: QueriesThread = {
    remote,
    async end() {
      reason ??= ended();
      await worker.terminate();
    },
  };
  worker.on('error', (thrown) => {
    reason ??= crashed(messageOf(thrown));
    onGone(thread);
  });
  worker.on('exit', (code) => {
    remote.$close(reason ?? crashed(`it ended with code ${code}`));
    onGone(thread);
  });
  return thread;
}

const crashed = (why: string): CorelaneError =>
  new CorelaneError(
    'internal',
    `The thread that reads sessions died (${why}).`,
    'Try again: it is started anew. If that happens with one session only, it may be too large for the memory of this machine.',
  );

const ended = (): CorelaneError =>
  new CorelaneError('interrupted', 'Corelane is closing and reads no more sessions.', 'Start it again.');
