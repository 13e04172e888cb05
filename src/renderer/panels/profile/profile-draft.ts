import { commandText } from '../../../shared/command-line-text.ts';
import type { ProfileRequest } from '../../../shared/profile.ts';
import { splitPath } from '../start/task-name.ts';
import { splitCommand } from './shell-words.ts';

/** The choices for a profile as the user left them, finished or not. */
export interface ProfileDraft {
  /** A command line as one types it into a terminal. */
  readonly command: string;
  /** Empty: the script's folder, or where the app was started. */
  readonly cwd: string;
  readonly env: readonly EnvironmentEdit[];
  /** Null: all. */
  readonly cores: readonly number[] | null;
  /** Whether the tasks of its Python and Node programs are traced. */
  readonly trace: boolean;
  /** Whether CPU samples are taken, if it is traced. */
  readonly cpuProfile: boolean;
  /** Empty: a new file of the sessions folder. */
  readonly out: string;
}

export interface EnvironmentEdit {
  readonly name: string;
  readonly value: string;
  /** The variable is taken away; its value is not used. */
  readonly removed: boolean;
}

export const emptyProfile: ProfileDraft = {
  command: '',
  cwd: '',
  env: [],
  cores: null,
  trace: true,
  cpuProfile: false,
  out: '',
};

/** The draft that runs a file as it is. */
export const draftOfScript = (script: string): ProfileDraft => ({
  ...emptyProfile,
  command: commandText([script]),
});

/** What `EngineApi.startProfile` takes. */
export type ProfileOrder = Omit<ProfileRequest, 'out'> & { readonly out: string | null };

/** Where the draft will run. */
export interface ProfileGround {
  /** Cores that may be used, ascending. */
  readonly cores: readonly number[];
  /** Where the app was started. */
  readonly workingFolder: string;
  readonly home: string;
}

/** What is wrong with a draft, at the field where it is; the order is that of the screen. */
export type ProfileProblems = Readonly<Partial<Record<keyof ProfileDraft, string>>>;

export function findProfileProblems(draft: ProfileDraft, { cores }: ProfileGround): ProfileProblems {
  const problems: Partial<Record<keyof ProfileDraft, string | null>> = {
    command: splitCommand(draft.command).problem,
    cwd: draft.cwd.trim() === '' || isAbsolute(draft.cwd.trim()) ? null : 'The whole path, from the root.',
    env: problemOfEdits(draft.env),
    cores: cores.some((core) => draft.cores?.includes(core) ?? true) ? null : 'Choose at least one core.',
    out:
      draft.out.trim() === '' || isAbsolute(draft.out.trim())
        ? null
        : 'The whole path of a file that does not exist yet.',
  };
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== null));
}

/** Rows that were not filled in ask for nothing. */
const isUsed = ({ name, value }: EnvironmentEdit): boolean => name.trim() !== '' || value !== '';

function problemOfEdits(edits: readonly EnvironmentEdit[]): string | null {
  const names = edits.filter(isUsed).map(({ name }) => name.trim());
  if (names.includes('')) return 'A value without a name: name the variable.';
  const odd = names.find((name) => name.includes('='));
  if (odd !== undefined) return `“${odd}” cannot be the name of a variable: it holds an equals sign.`;
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  return twice === undefined ? null : `“${twice}” stands here twice.`;
}

/** The profile that a draft without problems asks for; null while it holds no command. */
export function profileOrder(draft: ProfileDraft, ground: ProfileGround): ProfileOrder | null {
  const { words } = splitCommand(draft.command);
  if (words.length === 0) return null;
  const cores = ground.cores.filter((core) => draft.cores?.includes(core) ?? true);
  return {
    argv: words,
    cwd: fromHome(draft.cwd.trim(), ground.home) || usualFolder(words, ground.workingFolder),
    env: Object.fromEntries(
      draft.env.filter(isUsed).map(({ name, value, removed }) => [name.trim(), removed ? null : value]),
    ),
    cores: cores.length === ground.cores.length ? null : cores,
    node: null,
    python: null,
    trace: draft.trace,
    cpuProfile: draft.trace && draft.cpuProfile,
    out: fromHome(draft.out.trim(), ground.home) || null,
  };
}

/** Where a command runs unless told: a script by its whole path in its folder, anything else where the app was started. */
export function usualFolder(words: readonly string[], workingFolder: string): string {
  const script = words.find((word) => isAbsolute(word) && scriptEnding.test(word));
  return script === undefined || words.indexOf(script) > 1 ? workingFolder : splitPath(script).folder;
}

const scriptEnding = /\.(?:[cm]?[jt]s|py|sh)$/i;

/** From the root, or from the user's own folder. */
const isAbsolute = (path: string): boolean => /^(?:\/|~(?:\/|$)|[a-z]:[/\\]|\\\\)/i.test(path);

const fromHome = (path: string, home: string): string => path.replace(/^~(?=\/|$)/, () => home);
