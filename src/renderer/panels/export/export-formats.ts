import { commandText } from '../../../shared/command-line-text.ts';
import type { ExportFormat } from '../../../shared/workplace.ts';
import { joinPath, splitTyped } from '../file-picker/typed-path.ts';

/** What each format is for, and how its files are called. */
export interface FormatFacts {
  readonly format: ExportFormat;
  readonly label: string;
  /** What it is for and where it opens. */
  readonly purpose: string;
  readonly ending: string;
}

export const formats: readonly FormatFacts[] = [
  {
    format: 'chrome',
    label: 'Chrome trace',
    purpose:
      'Every task on a time axis, of traced programs with arrows from submit to result; opens in ui.perfetto.dev and chrome://tracing.',
    ending: '.trace.json',
  },
  {
    format: 'csv-tasks',
    label: 'Tasks as CSV',
    purpose:
      'One row per task, of traced programs with its API, its code and its error; opens in a spreadsheet, pandas or R.',
    ending: '.tasks.csv',
  },
  {
    format: 'csv-slices',
    label: 'Slices as CSV',
    purpose: 'One row per stay of a thread on a core, with who took it and who woke the thread.',
    ending: '.slices.csv',
  },
  {
    format: 'csv-samples',
    label: 'Samples as CSV',
    purpose: 'One row per reading of a core, a thread or memory; for plots over time.',
    ending: '.samples.csv',
  },
  {
    format: 'cpuprofile',
    label: 'CPU profile',
    purpose: "CPU samples for Chrome's and VS Code's developer tools, all threads one after the other.",
    ending: '.cpuprofile',
  },
  {
    format: 'speedscope',
    label: 'speedscope',
    purpose: 'CPU samples for speedscope.app, a profile per thread.',
    ending: '.speedscope.json',
  },
  {
    format: 'json',
    label: 'JSON',
    purpose: 'Everything in one object; for scripts of your own.',
    ending: '.json',
  },
];

const factsOf = (format: ExportFormat): FormatFacts | undefined =>
  formats.find((facts) => facts.format === format);

/** Where an export goes when nobody says: beside other downloads, under the session's name. */
export function suggestedTarget(session: string, format: ExportFormat, folder: string): string {
  const name = splitTyped(session, '').name.replace(/\.corelane$/i, '');
  return joinPath(folder, name + (factsOf(format)?.ending ?? ''));
}

/** The same target with the ending of another format; null: the user gave it an ending of their own. */
export function withEndingOf(target: string, from: ExportFormat, to: ExportFormat): string | null {
  const ending = factsOf(from)?.ending ?? '';
  return target.endsWith(ending) ? target.slice(0, -ending.length) + (factsOf(to)?.ending ?? '') : null;
}

/** The command line that writes the same file. */
export const exportCommand = (session: string, format: ExportFormat, target: string): string =>
  commandText(['corelane', 'export', session, '--format', format, '-o', target]);
