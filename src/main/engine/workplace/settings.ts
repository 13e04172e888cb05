import { isAbsolute } from 'node:path';
import { CorelaneError } from '../../../shared/errors.ts';
import { nearestName } from '../../../shared/nearest-name.ts';
import { defaultSettings, themes, type RecentCommand, type Settings } from '../../../shared/workplace.ts';

/** What a settings file may hold: the settings, and whatever other versions wrote there. */
export type StoredSettings = Readonly<Record<string, unknown>>;

const isPath = (value: unknown): boolean => typeof value === 'string' && isAbsolute(value);
const isPathOrNull = (value: unknown): boolean => value === null || isPath(value);

function isRecentCommand(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('argv' in value) || !('cwd' in value)) return false;
  const { argv, cwd } = value;
  return (
    Array.isArray(argv) && argv.length > 0 && argv.every((word) => typeof word === 'string') && isPath(cwd)
  );
}

const rules: Readonly<Record<keyof Settings, { fits(value: unknown): boolean; readonly takes: string }>> = {
  theme: { fits: (value) => themes.some((theme) => theme === value), takes: themes.join(', ') },
  sessionsFolder: { fits: isPathOrNull, takes: 'the absolute path of a folder' },
  node: { fits: isPathOrNull, takes: 'the absolute path of a Node' },
  python: { fits: isPathOrNull, takes: 'the absolute path of a Python' },
  recentTasks: {
    fits: (value) => Array.isArray(value) && value.every(isPath),
    takes: 'absolute paths',
  },
  recentCommands: {
    fits: (value) => Array.isArray(value) && value.every(isRecentCommand),
    takes: 'commands, each with its words (argv) and its folder (cwd)',
  },
};

export const settingNames: readonly (keyof Settings)[] = [
  'theme',
  'sessionsFolder',
  'node',
  'python',
  'recentTasks',
  'recentCommands',
];

const isSettings = (
  values: Readonly<Record<string, unknown>>,
): values is Record<string, unknown> & Settings =>
  settingNames.every((name) => rules[name].fits(values[name]));

/** The settings in what a file holds; what is missing or cannot be a setting's value is the default. */
export function settingsIn(stored: StoredSettings): Settings {
  const values = Object.fromEntries(
    settingNames.map((name) => [name, rules[name].fits(stored[name]) ? stored[name] : defaultSettings[name]]),
  );
  return isSettings(values) ? values : defaultSettings;
}

/** @throws CorelaneError usage for a setting that does not exist, or a value that it cannot have. */
export function requireSettings(change: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(change)) {
    const known = settingNames.find((candidate) => candidate === name);
    if (known === undefined) throw noSuchSetting(name);
    if (rules[known].fits(value)) continue;
    throw new CorelaneError(
      'usage',
      `The setting ${name} cannot be ${JSON.stringify(value)}.`,
      `It takes ${rules[known].takes}.`,
    );
  }
}

export function noSuchSetting(name: string): CorelaneError {
  const near = nearestName(name, settingNames);
  return new CorelaneError(
    'usage',
    `There is no setting ${JSON.stringify(name)}.`,
    `${near === null ? '' : `Did you mean ${near}? `}There are ${settingNames.join(', ')}.`,
  );
}

const longestRecent = 12;

/** The task files used before with this one in front. */
export const withRecentTask = (
  { recentTasks }: Pick<Settings, 'recentTasks'>,
  path: string,
): readonly string[] => [path, ...recentTasks.filter((other) => other !== path)].slice(0, longestRecent);

/** The commands profiled before with this one in front. */
export const withRecentCommand = (
  { recentCommands }: Pick<Settings, 'recentCommands'>,
  command: RecentCommand,
): readonly RecentCommand[] => {
  const key = keyOf(command);
  return [command, ...recentCommands.filter((other) => keyOf(other) !== key)].slice(0, longestRecent);
};

const keyOf = ({ argv, cwd }: RecentCommand): string => JSON.stringify([argv, cwd]);
