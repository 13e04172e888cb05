import type { EngineStatus, Packet } from '../../../shared/engine-link.ts';
import { Exports } from '../jobs/exports.ts';
import { JobList } from '../jobs/job-list.ts';
import { Labs } from '../jobs/labs.ts';
import { Measuring } from '../jobs/measured-job.ts';
import { Profiles } from '../jobs/profiles.ts';
import { WhatIfs } from '../jobs/what-ifs.ts';
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
    const status: EngineStatus = { jobs: jobs.underWay().length, recording: measuring.recording() };
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
  const measuring = new Measuring({
    jobs,
    isBehind,
    onSession: () => {
      windows.all.sessionsChanged();
      tellStatus();
    },
  });
  const defaults = () => {
    const { node, python } = workplace.settings();
    return { node, python, sessionsFolder: sessionsFolder() };
  };
  const labs = new Labs({
    environment,
    measuring,
    defaults,
    onTask: (path) => workplace.rememberTask(path),
  });
  const profiles = new Profiles({
    environment,
    measuring,
    defaults,
    onCommand: (command) => workplace.rememberCommand(command),
  });
  const whatIfs = new WhatIfs({ environment, measuring, defaults });
  const library = new Library({
    folder: sessionsFolder,
    isRecording: (path) => measuring.isWriting(path),
    queries,
    onChange: () => windows.all.sessionsChanged(),
  });
  const exports = new Exports(jobs, environment.entries.exporting);
  const services: Services = {
    workplace,
    library,
    jobs,
    measuring,
    labs,
    profiles,
    whatIfs,
    exports,
    queries,
  };
  tellStatus();
  return {
    receive: (packet) => windows.receive(packet),
    async close() {
      for (const { id } of jobs.underWay()) jobs.stop(id);
      await Promise.all([measuring.ended(), exports.ended(), queries.close()]);
    },
  };
}
