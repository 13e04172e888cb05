import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { CorelaneError, messageOf } from '../../../shared/errors.ts';
import { defaultSettings, type Settings } from '../../../shared/workplace.ts';
import { defaultSessionsFolder, userPlace, type UserPlace } from '../library/data-folder.ts';
import { requireSettings, settingsIn, type StoredSettings } from './settings.ts';

/** Where the operating system wants a program's settings. XDG_CONFIG_HOME counts only when it is absolute. */
export function settingsPath({ platform, env, home }: UserPlace = userPlace()): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Corelane', 'settings.json');
  if (platform === 'win32')
    return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Corelane', 'settings.json');
  const config = env['XDG_CONFIG_HOME'] ?? '';
  return join(isAbsolute(config) ? config : join(home, '.config'), 'corelane', 'settings.json');
}

export const sessionsFolderOf = ({ sessionsFolder }: Settings): string =>
  sessionsFolder ?? defaultSessionsFolder();

/** The folder that sessions go to as the settings of this user stand. */
export const sessionsFolderInForce = (): string => sessionsFolderOf(new SettingsFile().read());

/** The user's settings on disk. Read anew each time, as the command line may change them beside a running app. */
export class SettingsFile {
  readonly path: string;

  constructor(path = settingsPath()) {
    this.path = path;
  }

  /** The defaults when there is no file, when it cannot be read, and when it is damaged; a damaged one is put aside. */
  read(): Settings {
    return settingsIn(this.#stored());
  }

  /** Keeps the change, and whatever else the file holds. @throws CorelaneError usage for a value that cannot be, or a file that cannot be written. */
  change(change: Partial<Settings>): Settings {
    requireSettings(change);
    const stored = { ...defaultSettings, ...this.#stored(), ...change };
    // Renamed into place: whoever reads meanwhile sees the old settings or the new ones, and a full disk leaves the old.
    const file = behindLinks(this.path);
    const draft = `${file}.${process.pid}.new`;
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(draft, `${JSON.stringify(stored, null, 2)}\n`);
      renameSync(draft, file);
    } catch (thrown) {
      discard(draft);
      throw new CorelaneError(
        'usage',
        `The settings cannot be kept in ${this.path}: ${messageOf(thrown)}.`,
        'Make the folder writable, or point XDG_CONFIG_HOME to one that is.',
        { cause: thrown },
      );
    }
    return settingsIn(stored);
  }

  #stored(): StoredSettings {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch {
      return {};
    }
    const stored = parseObject(text);
    if (stored === null) this.#putAside();
    return stored ?? {};
  }

  #putAside(): void {
    try {
      renameSync(this.path, `${this.path}.damaged`);
    } catch {
      // In a folder that cannot be written the damaged file stays, and is taken for none again next time.
    }
  }
}

/** People keep their settings in one place and link to them: the link stays, and what it leads to is replaced. */
function behindLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function discard(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // Where it could not be written it is not there either.
  }
}

function parseObject(text: string): StoredSettings | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is StoredSettings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
