import type { EngineStatus, Packet } from '../../../shared/engine-link.ts';
import { Exports } from '../jobs/exports.ts';
import { JobList } from '../jobs/job-list.ts';
import { Labs } from '../jobs/labs.ts';
import type { LabEnvironment } from '../lab/lab.ts';
import { Library } from '../library/library.ts';
import { openQueries } from '../queries/queries.ts';
import { sessionsFolderOf } from '../workplace/settings-file.ts';
import { Workplace } from '../workplace/workplace.ts';
import { openDesk, type Services } from './desk.ts';
import { Windows } from './windows.ts';

export interface EngineSetting {
  readonly environment: LabEnvironment;
  /** The folder of the bundled examples. */
  readonly examples: string;
  readonly send: (packet: Packet) => void;
  /** Whether much of what was sent has not been read yet. */
  readonly isBehind: () => boolean;
  /** For what nobody asked and somebody may want to know. */
  readonly note: (line: string) => void;
}

export interface Engine {
  receive(packet: Packet): void;
  /** Stops all jobs; resolves when what they recorded is on disk and none of the user's processes is left. */
  close(): Promise<void>;
}

/** The engine for any number of windows: services, and the desks at which windows call them. */
export function openEngine({ environment, examples, send, isBehind, note }: EngineSetting): Engine {
  const windows = new Windows(send, note, (window) => openDesk(services, window));
  let told = '';
  const tellStatus = (): void => {
    const status: EngineStatus = { jobs: jobs.underWay().length, recording: labs.recording() };
    const text = JSON.stringify(status);
    if (text === told) return;
    told = text;
    send({ window: 0, kind: 'status', payload: new TextEncoder().encode(text) });
  };
  const jobs = new JobList((job) => {
    windows.all.jobChanged(job);
    tellStatus();
  });
  const workplace = new Workplace({
    environment,
    examples,
    onSettings: (settings) => windows.all.settingsChanged(settings),
  });
  const sessionsFolder = (): string => sessionsFolderOf(workplace.settings());
  const queries = openQueries(environment.entries.queries);
  const labs = new Labs({
    environment,
    jobs,
    defaults: () => ({ node: workplace.settings().node, sessionsFolder: sessionsFolder() }),
    isBehind,
    onTask: (path) => workplace.rememberTask(path),
    onSession: () => {
      windows.all.sessionsChanged();
      tellStatus();
    },
  });
  const library = new Library({
    folder: sessionsFolder,
    isRecording: (path) => labs.isWriting(path),
    queries,
    onChange: () => windows.all.sessionsChanged(),
  });
  const exports = new Exports(jobs, environment.entries.exporting);
  const services: Services = { workplace, library, jobs, labs, exports, queries };
  tellStatus();
  return {
    receive: (packet) => windows.receive(packet),
    async close() {
      for (const { id } of jobs.underWay()) jobs.stop(id);
      await Promise.all([labs.ended(), exports.ended(), queries.close()]);
    },
  };
}
