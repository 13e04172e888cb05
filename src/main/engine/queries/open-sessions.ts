import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { openSession } from '../store/reader.ts';
import { OpenedSession } from './opened-session.ts';

/** A window shows one session, a comparison two. */
const keptSessions = 4;
/** Task rows held in memory by sessions that are not the one in use; see task-rows.ts for what one costs. */
const keptTaskRows = 1_000_000;

interface Entry {
  readonly session: OpenedSession;
  readonly stamp: string | null;
}

/** The sessions that were asked for last, ready for the next question. */
export class OpenSessions {
  /** Last used goes last. */
  readonly #entries = new Map<string, Entry>();

  /**
   * The session at `path` as it is now: opened again when its file was changed, replaced, or completed.
   * Throws session-unreadable.
   */
  use(path: string): OpenedSession {
    const file = resolve(path);
    const known = this.#entries.get(file);
    const isCurrent = known !== undefined && known.stamp === stampOf(file) && !known.session.outdated;
    if (!isCurrent) this.#close(file);
    this.#entries.delete(file);
    this.#makeRoom();
    const session = isCurrent ? known.session : new OpenedSession(openSession(file));
    // Stamped after opening, which moves a dead recorder's log into the file.
    this.#entries.set(file, { session, stamp: isCurrent ? known.stamp : stampOf(file) });
    return session;
  }

  /** Closes the session's file; the next question opens it again. */
  release(path: string): void {
    const file = resolve(path);
    const session = this.#entries.get(file)?.session;
    if (session === undefined) return;
    this.#close(file);
    // Its recorder may have ended meanwhile and had to leave its log behind: opening once more clears it away.
    if (session.wasRecording && stampOf(file) !== null) openSession(file).close();
  }

  #close(file: string): void {
    this.#entries.get(file)?.session.close();
    this.#entries.delete(file);
  }

  /** Closes those not used for longest, until one more may be open. */
  #makeRoom(): void {
    let sessions = this.#entries.size;
    let rows = [...this.#entries.values()].reduce((sum, { session }) => sum + session.heldTaskRows, 0);
    for (const [file, { session }] of this.#entries) {
      if (sessions < keptSessions && rows <= keptTaskRows) return;
      sessions -= 1;
      rows -= session.heldTaskRows;
      this.#close(file);
    }
  }
}

/** Differs when the file is another one, or has other content; null when there is none to be seen. */
function stampOf(file: string): string | null {
  try {
    const { dev, ino, size, mtimeMs } = statSync(file);
    return `${dev} ${ino} ${size} ${mtimeMs}`;
  } catch {
    return null;
  }
}
