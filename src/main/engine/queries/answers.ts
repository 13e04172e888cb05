import { trialsOf } from '../../../shared/session-report.ts';
import { compareSessions } from '../comparison/compare-sessions.ts';
import { ListedSessions } from '../library/listed-sessions.ts';
import { deleteSession, renameSession, restoreSession, sweepDeleted } from '../library/session-changes.ts';
import type { QueryApi } from './query-api.ts';
import { coreDemand } from './core-demand.ts';
import { coreLoad } from './core-load.ts';
import { flameGraph } from './flame-graph.ts';
import { findTasks } from './found-tasks.ts';
import { latencyOf } from './latency.ts';
import { logPage } from './log-page.ts';
import { loopLoad } from './loop-load.ts';
import type { OpenedSession } from './opened-session.ts';
import type { OpenSessions } from './open-sessions.ts';
import { outputColumns, outputOverview, outputPiece } from './output-columns.ts';
import { describeSession } from './overview.ts';
import { rangeSummary } from './range-summary.ts';
import { schedulingStrips } from './scheduling-strips.ts';
import { schedulingTracks } from './scheduling-tracks.ts';
import { slicesWithin } from './slices-within.ts';
import { spansWithin } from './spans-within.ts';
import { stepsWithin } from './steps-within.ts';
import { taskDetails } from './task-details.ts';
import type { Names } from './task-match.ts';
import { taskStrips } from './task-strips.ts';
import { taskTable } from './task-table.ts';
import { tasksWithin } from './tasks-within.ts';

/** Every question, answered from the sessions at hand. Answers own their typed arrays. */
export const answerQueries = (sessions: OpenSessions, listed = new ListedSessions()): QueryApi => ({
  describeSession: async (path) => describeSession(sessions.use(path)),
  taskStrips: async (query) => taskStrips(sessions.use(query.session), query),
  tasksWithin: async (query) => tasksWithin(sessions.use(query.session), query),
  taskDetails: async (query) => taskDetails(sessions.use(query.session), query),
  async findTasks(query) {
    const session = sessions.use(query.session);
    return findTasks(session.tasks, namesOf(session), query);
  },
  async taskTable(query) {
    const session = sessions.use(query.session);
    return taskTable(session, () => namesOf(session), query);
  },
  schedulingTracks: async (path) => schedulingTracks(sessions.use(path)),
  schedulingStrips: async (query) => schedulingStrips(sessions.use(query.session).reader, query),
  slicesWithin: async (query) => slicesWithin(sessions.use(query.session).reader, query),
  stepsWithin: async (query) => stepsWithin(sessions.use(query.session), query),
  spansWithin: async (query) => spansWithin(sessions.use(query.session), query),
  loopLoad: async (query) => loopLoad(sessions.use(query.session), query),
  outputOverview: async (path) => outputOverview(sessions.use(path).output),
  outputColumns: async (query) => outputColumns(sessions.use(query.session).output, query),
  outputPiece: async (query) => outputPiece(sessions.use(query.session).output, query),
  flameGraph: async (query) => flameGraph(sessions.use(query.session), query),
  rangeSummary: async (query) => rangeSummary(sessions.use(query.session), query),
  coreDemand: async (query) => coreDemand(sessions.use(query.session), query),
  coreLoad: async (query) => coreLoad(sessions.use(query.session).reader, query),
  async latency({ session: path, metric }) {
    const session = sessions.use(path);
    return latencyOf(session.tasks, trialsOf(session.report()), metric);
  },
  logs: async (query) => logPage(sessions.use(query.session).output, query),
  // It opens both for itself: of the sessions at hand, the second may put the first one aside.
  compare: async (a, b) => compareSessions(a, b),
  async listSessions(folder) {
    sweepDeleted(folder);
    return listed.of(folder);
  },
  async renameSession(path, name) {
    sessions.release(path);
    return renameSession(path, name);
  },
  async deleteSession(path) {
    sessions.release(path);
    return deleteSession(path);
  },
  restoreSession: async (deleted) => restoreSession(deleted),
});

const namesOf = (session: OpenedSession): Names => ({
  trials: trialsOf(session.report()),
  workers: session.workers(),
  traces: session.tasks.traces,
});
