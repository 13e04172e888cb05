import type { EngineApi } from '../../../shared/engine-api.ts';
import type { Exports } from '../jobs/exports.ts';
import type { JobList } from '../jobs/job-list.ts';
import type { Labs } from '../jobs/labs.ts';
import type { Measuring } from '../jobs/measured-job.ts';
import type { Profiles } from '../jobs/profiles.ts';
import type { WhatIfs } from '../jobs/what-ifs.ts';
import type { Library } from '../library/library.ts';
import type { SessionQueries } from '../queries/queries.ts';
import type { Workplace } from '../workplace/workplace.ts';
import type { Desk, Window } from './windows.ts';

/** What answers the calls of all windows. */
export interface Services {
  readonly workplace: Workplace;
  readonly library: Library;
  readonly jobs: JobList;
  readonly measuring: Measuring;
  readonly labs: Labs;
  readonly profiles: Profiles;
  readonly whatIfs: WhatIfs;
  readonly exports: Exports;
  readonly queries: SessionQueries;
}

/** The contract as one window has it: who answers which call. */
export function openDesk(services: Services, { tell }: Window): Desk {
  const { workplace, library, jobs, measuring, labs, profiles, whatIfs, exports, queries } = services;
  const api: EngineApi = {
    surroundings: () => workplace.surroundings(() => jobs.all()),
    changeSettings: (change) => workplace.changeSettings(change),
    listFolder: (path) => workplace.listFolder(path),
    findDropped: (name, sizeBytes) => workplace.findDropped(name, sizeBytes),
    inspectTask: (task, choice) => workplace.inspectTask(task, choice),
    inspectCommand: (request) => workplace.inspectCommand(request),

    startLab: (request) => labs.start(request),
    startProfile: (request) => profiles.start(request),
    startWhatIf: (request) => whatIfs.start(request),
    signalProfile: async (job, signal) => profiles.signal(job, signal),
    startExport: async (request) => exports.start(request),
    cancelJob: async (job) => jobs.stop(job),
    watchJob: async (job) => measuring.watch(job, tell),
    unwatchJob: async (job) => measuring.unwatch(tell, job),

    listSessions: () => library.list(),
    renameSession: (path, name) => library.rename(path, name),
    deleteSession: (path) => library.delete(path),
    restoreSession: (deleted) => library.restore(deleted),

    describeSession: (path) => queries.describeSession(path),
    taskStrips: (query) => queries.taskStrips(query),
    tasksWithin: (query) => queries.tasksWithin(query),
    taskDetails: (query) => queries.taskDetails(query),
    findTasks: (query) => queries.findTasks(query),
    taskTable: (query) => queries.taskTable(query),
    schedulingTracks: (session) => queries.schedulingTracks(session),
    schedulingStrips: (query) => queries.schedulingStrips(query),
    slicesWithin: (query) => queries.slicesWithin(query),
    stepsWithin: (query) => queries.stepsWithin(query),
    spansWithin: (query) => queries.spansWithin(query),
    loopLoad: (query) => queries.loopLoad(query),
    outputOverview: (path) => queries.outputOverview(path),
    outputColumns: (query) => queries.outputColumns(query),
    outputPiece: (query) => queries.outputPiece(query),
    flameGraph: (query) => queries.flameGraph(query),
    rangeSummary: (query) => queries.rangeSummary(query),
    coreDemand: (query) => queries.coreDemand(query),
    coreLoad: (query) => queries.coreLoad(query),
    latency: (query) => queries.latency(query),
    logs: (query) => queries.logs(query),
    compare: (a, b) => queries.compare(a, b),
  };
  return { api, close: () => measuring.unwatch(tell) };
}
