import type { ProcessRow, SessionReader, ThreadRow } from '../../../../shared/session.ts';

/** The threads and processes of a session, by what rows of its streams call them. */
export interface People {
  readonly threads: ReadonlyMap<number, ThreadRow>;
  /** By pid; where one was used again, the newest. */
  readonly processes: ReadonlyMap<number, ProcessRow>;
}

export const peopleOf = (session: SessionReader): People => ({
  threads: new Map(session.threads().map((row) => [row.thread, row])),
  processes: new Map(session.processes().map((row) => [row.pid, row])),
});
