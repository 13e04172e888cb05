import { setImmediate as turn } from 'node:timers/promises';
import { messageOf } from '../../../shared/errors.ts';
import type { LabReport, Verdict } from '../../../shared/lab-report.ts';
import type { ProfileReport } from '../../../shared/profile-report.ts';
import type { SessionReport } from '../../../shared/session.ts';
import type { WhatIfReport } from '../../../shared/what-if.ts';
import type { ListedSession } from '../../../shared/workplace.ts';
import { openSession } from '../store/reader.ts';
import { sessionFiles, type SessionFile } from './find-session.ts';

/** Lists the sessions of a folder; what has not changed since it was listed last is not opened again. */
export class ListedSessions {
  readonly #known = new Map<string, { readonly stamp: string; readonly listed: ListedSession }>();

  /** Newest first. Other work of the process gets its turn between two files. */
  async of(folder: string): Promise<readonly ListedSession[]> {
    const files = sessionFiles(folder);
    this.#forgetOthers(new Set(files.map(({ path }) => path)));
    const sessions: ListedSession[] = [];
    for (const file of files) sessions.push(await this.#list(file));
    return sessions;
  }

  /** What was renamed, deleted, or is in a folder that was listed before. */
  #forgetOthers(paths: ReadonlySet<string>): void {
    for (const path of this.#known.keys()) if (!paths.has(path)) this.#known.delete(path);
  }

  async #list(file: SessionFile): Promise<ListedSession> {
    const stamp = `${file.bytes} ${file.changedMs}`;
    const known = this.#known.get(file.path);
    if (known?.stamp === stamp) return known.listed;
    await turn();
    const listed = listSession(file);
    // A recording under way, or one that broke off, has its news in the log beside it, and the file's stamp tells nothing.
    if (listed.complete === true || listed.error !== null) this.#known.set(file.path, { stamp, listed });
    return listed;
  }
}

function listSession({ name, path, bytes }: SessionFile): ListedSession {
  const file = { name, path, size_bytes: bytes };
  try {
    const session = openSession(path);
    try {
      const report = session.report();
      const { id, command, workload, started_at } = session.header;
      return {
        ...file,
        id,
        command,
        task: workload.label,
        started_at,
        complete: session.complete,
        ...resultOf(report),
        error: null,
      };
    } finally {
      session.close();
    }
  } catch (thrown) {
    return { ...file, ...nothingKnown, error: messageOf(thrown) };
  }
}

const nothingKnown = {
  id: null,
  command: null,
  task: null,
  started_at: null,
  complete: null,
  trials: null,
  verdict: null,
  exit: null,
  wall_ms: null,
};

function resultOf(report: SessionReport | null) {
  if (report === null) return resultOfLab(null);
  switch (report.command) {
    case 'lab':
      return resultOfLab(report);
    case 'profile':
      return resultOfProfile(report);
    case 'what-if':
      return resultOfWhatIf(report);
  }
}

const resultOfLab = (report: LabReport | null) => ({
  trials: report?.trials.length ?? 0,
  verdict: report === null ? null : essence(report.verdict),
  exit: null,
  wall_ms: null,
});

const resultOfProfile = ({ exit, wall_ms }: ProfileReport) => ({
  trials: null,
  verdict: null,
  exit,
  wall_ms,
});

/** Of the script as it is. */
const resultOfWhatIf = ({ baseline }: WhatIfReport) => ({
  trials: null,
  verdict: null,
  exit: baseline.exit,
  wall_ms: baseline.wall_ms,
});

const essence = ({ executor, workers, confidence }: Verdict) => ({ executor, workers, confidence });
