import { CorelaneError } from '../../../shared/errors.ts';
import type { DeletedSession, ListedSession } from '../../../shared/workplace.ts';
import type { SessionQueries } from '../queries/queries.ts';

export interface LibrarySetting {
  /** Where sessions are, as the settings stand. */
  readonly folder: () => string;
  /** Whether a lab of this engine writes it, or is about to. */
  readonly isRecording: (path: string) => boolean;
  readonly queries: SessionQueries;
  readonly onChange: () => void;
}

/** The user's sessions: listed, renamed, put aside and brought back. */
export class Library {
  readonly #setting: LibrarySetting;

  constructor(setting: LibrarySetting) {
    this.#setting = setting;
  }

  list(): Promise<readonly ListedSession[]> {
    const { queries, folder } = this.#setting;
    return queries.listSessions(folder());
  }

  async rename(path: string, name: string): Promise<string> {
    this.#refuseRecording(path);
    return this.#changed(await this.#setting.queries.renameSession(path, name));
  }

  async delete(path: string): Promise<DeletedSession> {
    this.#refuseRecording(path);
    return this.#changed(await this.#setting.queries.deleteSession(path));
  }

  async restore(deleted: DeletedSession): Promise<void> {
    return this.#changed(await this.#setting.queries.restoreSession(deleted));
  }

  #changed<T>(answer: T): T {
    this.#setting.onChange();
    return answer;
  }

  #refuseRecording(path: string): void {
    if (!this.#setting.isRecording(path)) return;
    throw new CorelaneError(
      'usage',
      `The session ${path} is being recorded.`,
      'Wait until the lab has ended, or stop it.',
    );
  }
}
