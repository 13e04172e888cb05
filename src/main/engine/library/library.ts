import type { DeletedSession, ListedSession } from '../../../shared/workplace.ts';
import { CorelaneError } from '../../../shared/errors.ts';
import { ListedSessions } from './listed-sessions.ts';
import { deleteSession, renameSession, restoreSession, sweepDeleted } from './session-changes.ts';

export interface LibrarySetting {
  /** Where sessions are, as the settings stand. */
  readonly folder: () => string;
  /** Whether a lab of this engine writes it. */
  readonly isRecording: (path: string) => boolean;
  /** Closes a file that queries hold open; it is about to move. */
  readonly release: (path: string) => Promise<void>;
  readonly onChange: () => void;
}

/** The user's sessions: listed, renamed, put aside and brought back. */
export class Library {
  readonly #setting: LibrarySetting;
  readonly #listed = new ListedSessions();

  constructor(setting: LibrarySetting) {
    this.#setting = setting;
    sweepDeleted(setting.folder());
  }

  list(): Promise<readonly ListedSession[]> {
    return this.#listed.of(this.#setting.folder());
  }

  async rename(path: string, name: string): Promise<string> {
    await this.#free(path);
    const renamed = renameSession(path, name);
    this.#setting.onChange();
    return renamed;
  }

  async delete(path: string): Promise<DeletedSession> {
    await this.#free(path);
    const deleted = deleteSession(path);
    this.#setting.onChange();
    return deleted;
  }

  restore(deleted: DeletedSession): void {
    restoreSession(deleted);
    this.#setting.onChange();
  }

  async #free(path: string): Promise<void> {
    if (this.#setting.isRecording(path)) {
      throw new CorelaneError(
        'usage',
        `The session ${path} is being recorded.`,
        'Wait until the lab has ended, or stop it.',
      );
    }
    await this.#setting.release(path);
  }
}
