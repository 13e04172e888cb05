import type { Language } from './executors.ts';
import type { Machine, Verdict } from './lab-report.ts';
import type { Job } from './jobs.ts';
import type { ProgramExit } from './profile-report.ts';
import type { TaskInspection } from './worker-protocol.ts';

/** Where Corelane works: the machine, the user's settings, folders and sessions, as windows see them. */

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Kept between runs, for every host; the command line honours them, and its options win. */
export interface Settings {
  readonly theme: Theme;
  /** Where sessions are kept; null: where the operating system wants a user's data. */
  readonly sessionsFolder: string | null;
  /** The Node that runs tasks; null: the one on PATH. */
  readonly node: string | null;
  /** The Python that runs tasks; null: the one on PATH. */
  readonly python: string | null;
  /** Task files used before, newest first, as absolute paths. */
  readonly recentTasks: readonly string[];
  /** Commands profiled before, newest first. */
  readonly recentCommands: readonly RecentCommand[];
}

export interface RecentCommand {
  readonly argv: readonly string[];
  readonly cwd: string;
}

export const defaultSettings: Settings = {
  theme: 'system',
  sessionsFolder: null,
  node: null,
  python: null,
  recentTasks: [],
  recentCommands: [],
};

/** One logical core. Cores with the same `physical` share one physical core's units. */
export interface CoreInfo {
  readonly core: number;
  /** Physical core, unique within the machine; null: not known. */
  readonly physical: number | null;
  readonly socket: number | null;
  /** Highest frequency; tells fast cores from economical ones. Null: not known. */
  readonly maxMhz: number | null;
}

export interface Interpreter {
  readonly language: Language;
  readonly path: string;
  readonly version: string;
  /** Where it comes from: `PATH`, `settings`, `Corelane`. */
  readonly origin: string;
  /** Node: runs TypeScript files as they are. */
  readonly stripsTypes: boolean;
}

/** One row of `corelane doctor`. `reason` and `remedy` are null when it is available. */
export interface CapabilityRow {
  readonly name: string;
  readonly available: boolean;
  readonly reason: string | null;
  readonly remedy: string | null;
}

export interface Example {
  readonly path: string;
  readonly name: string;
  readonly summary: string;
}

export interface Surroundings {
  readonly version: string;
  readonly machine: Machine;
  /** Logical cores that may be used, ascending. */
  readonly cores: readonly CoreInfo[];
  readonly interpreters: readonly Interpreter[];
  readonly capabilities: readonly CapabilityRow[];
  readonly settings: Settings;
  /** Where sessions go as the settings stand. */
  readonly sessionsFolder: string;
  readonly home: string;
  /** Where the app was started. */
  readonly workingFolder: string;
  readonly examples: readonly Example[];
  readonly jobs: readonly Job[];
}

export interface FolderEntry {
  readonly name: string;
  readonly path: string;
  /** `program`: may be profiled, being a script or executable; a `task` may be, too. */
  readonly kind: 'folder' | 'task' | 'program' | 'session' | 'other';
  /** Null for folders. */
  readonly sizeBytes: number | null;
}

export interface FolderListing {
  /** Absolute. */
  readonly folder: string;
  /** Null at the root. */
  readonly parent: string | null;
  /** Folders first, then files, each by name; hidden ones are left out. */
  readonly entries: readonly FolderEntry[];
  /** Why the folder cannot be read; null when it can. */
  readonly error: string | null;
}

export interface InspectedTask extends TaskInspection {
  /** Absolute path of the module. */
  readonly path: string;
  readonly label: string;
  readonly language: Language;
  /** What it runs on, and why that when it is not what was asked for. */
  readonly runtime: { readonly path: string; readonly version: string; readonly because: string | null };
}

/** What a profile would run. */
export interface InspectedCommand {
  /** The program and arguments that are started: for a bare script, its interpreter comes first. */
  readonly argv: readonly string[];
  /** Absolute path of the program. */
  readonly program: string;
  /** What runs a script, and why that one; null when the program is no script of Node's or Python's. */
  readonly interpreter: {
    readonly language: 'node' | 'python';
    readonly version: string;
    readonly because: string | null;
  } | null;
}

/** A session of the data folder. What an unreadable file does not tell is null; `error` says why. */
export interface ListedSession {
  /** File name without its ending. */
  readonly name: string;
  readonly path: string;
  readonly size_bytes: number;
  readonly id: string | null;
  readonly command: string | null;
  readonly task: string | null;
  /** ISO 8601. */
  readonly started_at: string | null;
  readonly complete: boolean | null;
  /** Of a lab. */
  readonly trials: number | null;
  /** Of a lab. */
  readonly verdict: Pick<Verdict, 'executor' | 'workers' | 'confidence'> | null;
  /** Of a profile. */
  readonly exit: ProgramExit | null;
  /** Of a profile. */
  readonly wall_ms: number | null;
  readonly error: string | null;
}

/** A session put aside; what `restoreSession` needs to bring it back. */
export interface DeletedSession {
  /** Where it was. */
  readonly path: string;
  /** Where it is kept meanwhile. */
  readonly aside: string;
}

export const exportFormats = [
  'chrome',
  'csv-tasks',
  'csv-slices',
  'csv-samples',
  'cpuprofile',
  'speedscope',
  'json',
] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportRequest {
  readonly session: string;
  readonly format: ExportFormat;
  /** Absolute path of the file to write. */
  readonly target: string;
  readonly overwrite: boolean;
}
