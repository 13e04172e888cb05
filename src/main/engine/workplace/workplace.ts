import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LabRequest } from '../../../shared/experiment.ts';
import type { Job } from '../../../shared/jobs.ts';
import type { ProfileRequest } from '../../../shared/profile.ts';
import type {
  CapabilityRow,
  Example,
  FolderListing,
  InspectedCommand,
  InspectedTask,
  Interpreter,
  RecentCommand,
  Settings,
  Surroundings,
} from '../../../shared/workplace.ts';
import type { LabEnvironment } from '../lab/lab.ts';
import { requireCommand } from '../profile/check-request.ts';
import { resolveCommand } from '../profile/resolve-command.ts';
import { findFiles } from './dropped-files.ts';
import { examine } from './examination.ts';
import { findExamples } from './examples.ts';
import { listFolder } from './folder-listing.ts';
import { inspectTask } from './inspect-task.ts';
import { findInterpreters } from './interpreters.ts';
import { sessionsFolderOf, SettingsFile } from './settings-file.ts';
import { withRecentCommand, withRecentTask } from './settings.ts';
import { usableSettings } from './usable-settings.ts';

export interface WorkplaceSetting {
  readonly environment: LabEnvironment;
  /** The folder of the bundled examples. */
  readonly examples: string;
  readonly onSettings: (settings: Settings) => void;
}

/** What takes long to find out, and depends on nothing but some of the settings. */
interface Found {
  readonly key: string;
  readonly what: Promise<{
    readonly interpreters: readonly Interpreter[];
    readonly capabilities: readonly CapabilityRow[];
  }>;
}

/** The machine, the user's settings and folders. */
export class Workplace {
  readonly #setting: WorkplaceSetting;
  readonly #file = new SettingsFile();
  readonly #examples: readonly Example[];
  #found: Found | null = null;

  constructor(setting: WorkplaceSetting) {
    this.#setting = setting;
    this.#examples = findExamples(setting.examples);
    // A window asks for it first of all: the interpreters are asked for their versions while it loads.
    void this.#find(this.settings());
  }

  settings(): Settings {
    return this.#file.read();
  }

  async surroundings(jobs: () => readonly Job[]): Promise<Surroundings> {
    const { platform, version } = this.#setting.environment;
    const found = await this.#find(this.settings());
    const settings = this.settings();
    return {
      version,
      machine: platform.machine(),
      cores: platform.topology(),
      ...found,
      settings,
      sessionsFolder: sessionsFolderOf(settings),
      home: homedir(),
      workingFolder: process.cwd(),
      examples: this.#examples,
      jobs: jobs(),
    };
  }

  /** Rejects with usage or interpreter-unusable for what a setting cannot be. */
  async changeSettings(change: Partial<Settings>): Promise<Settings> {
    return this.#keep(await usableSettings(change));
  }

  /** The task files used before, with this one in front. */
  rememberTask(path: string): void {
    this.#remember((settings) => ({ recentTasks: withRecentTask(settings, path) }));
  }

  /** The commands profiled before, with this one in front. */
  rememberCommand(command: RecentCommand): void {
    this.#remember((settings) => ({ recentCommands: withRecentCommand(settings, command) }));
  }

  listFolder(path: string): Promise<FolderListing> {
    return listFolder(path);
  }

  findDropped(name: string, sizeBytes: number): Promise<readonly string[]> {
    const settings = this.settings();
    const home = homedir();
    const places = [
      process.cwd(),
      ...settings.recentTasks.map((path) => dirname(path)),
      sessionsFolderOf(settings),
      this.#setting.examples,
      ...['Desktop', 'Downloads', 'Documents'].map((folder) => join(home, folder)),
      home,
    ];
    return findFiles({ name, sizeBytes }, places);
  }

  inspectTask(
    task: string,
    { inputs, node, python }: Pick<LabRequest, 'inputs' | 'node' | 'python'>,
  ): Promise<InspectedTask> {
    const settings = this.settings();
    const choice = { inputs, node: node ?? settings.node, python: python ?? settings.python };
    return inspectTask(task, choice, this.#setting.environment.entries);
  }

  /** Rejects with usage, runner-failed or interpreter-unusable for what could not be started. */
  async inspectCommand(
    request: Pick<ProfileRequest, 'argv' | 'cwd' | 'node' | 'python'>,
  ): Promise<InspectedCommand> {
    requireCommand(request);
    const { node, python } = this.settings();
    return resolveCommand({
      ...request,
      env: {},
      node: request.node ?? node,
      python: request.python ?? python,
    });
  }

  #remember(change: (settings: Settings) => Partial<Settings>): void {
    try {
      this.#keep(change(this.settings()));
    } catch {
      // What is measured runs all the same when what was used last cannot be noted.
    }
  }

  #keep(change: Partial<Settings>): Settings {
    const settings = this.#file.change(change);
    this.#setting.onSettings(settings);
    return settings;
  }

  #find(settings: Settings): Found['what'] {
    const { node, python, sessionsFolder } = settings;
    const key = JSON.stringify([node, python, sessionsFolder]);
    if (this.#found?.key === key) return this.#found.what;
    const found: Found = { key, what: this.#look(settings) };
    this.#found = found;
    // What failed once may go well the next time it is asked for.
    found.what.catch(() => {
      if (this.#found === found) this.#found = null;
    });
    return found.what;
  }

  async #look(settings: Settings): Found['what'] {
    const { platform } = this.#setting.environment;
    const place = { platform, sessionsFolder: sessionsFolderOf(settings), node: settings.node };
    const [interpreters, { capabilities }] = await Promise.all([findInterpreters(settings), examine(place)]);
    return { interpreters, capabilities };
  }
}
