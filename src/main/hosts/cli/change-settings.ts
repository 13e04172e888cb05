import { commandText } from '../../../shared/command-line-text.ts';
import { defaultSettings, themes, type Settings } from '../../../shared/workplace.ts';
import { sessionsFolderOf, SettingsFile } from '../../engine/workplace/settings-file.ts';
import { noSuchSetting, settingNames } from '../../engine/workplace/settings.ts';
import { usableSettings } from '../../engine/workplace/usable-settings.ts';
import { nameOption } from './option-values.ts';
import { usageError } from './usage.ts';

/** `corelane settings`: all of them, one of them, or a change of one. */
export async function settings(
  key: string | null,
  value: string | null,
  { json }: { readonly json: boolean },
): Promise<void> {
  const file = new SettingsFile();
  const name = key === null ? null : settingName(key);
  if (name !== null && value !== null) file.change(await changeOf(name, value));
  const all = file.read();
  const shown = { ...all, sessionsFolder: sessionsFolderOf(all) };
  if (json) {
    const report = { corelane: 1, command: 'settings', file: file.path, settings: all };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  } else if (name !== null) process.stdout.write(`${textOf(shown[name])}\n`);
  else {
    const width = Math.max(...settingNames.map((each) => each.length));
    const rows = settingNames.map((each) => `${each.padEnd(width)}  ${textOf(shown[each])}`);
    process.stdout.write(`${rows.join('\n')}\n\nkept in ${file.path}\n`);
  }
}

function settingName(key: string): keyof Settings {
  const name = settingNames.find((known) => known === key);
  if (name === undefined) throw noSuchSetting(key);
  return name;
}

async function changeOf(name: keyof Settings, text: string): Promise<Partial<Settings>> {
  if (text === 'default') return { [name]: defaultSettings[name] };
  if (name === 'recentTasks' || name === 'recentCommands') {
    const what = name === 'recentTasks' ? 'tasks' : 'commands';
    throw usageError(
      `The recent ${what} are what was run last, and are not set by hand.`,
      `Forget them with \`corelane settings ${name} default\`.`,
    );
  }
  if (name === 'theme') return { theme: nameOption('theme', 'theme', themes)(text) };
  return usableSettings({ [name]: text });
}

/** On one line. What follows PATH has no value of its own. */
function textOf(value: Settings[keyof Settings]): string {
  if (value === null) return 'the one on PATH';
  if (typeof value === 'string') return value;
  const items = value.map((item) => (typeof item === 'string' ? item : commandText(item.argv)));
  return items.length === 0 ? 'none' : items.join(', ');
}
