import { basename } from 'node:path';
import { parsePython } from '../../../shared/python-start.ts';
import type { TracedLanguage } from '../../../shared/trace-format.ts';
import { explainNote, fullFolder, type UntracedNote } from './untraced-notes.ts';

/** A process of the tree, as the collector saw it. */
export interface SeenProcess {
  readonly pid: number;
  readonly ppid: number | null;
  readonly command: string;
}

const mostNamed = 3;

/** What is known of who was traced, and who was not. */
export interface Traced {
  /** Processes that told of tasks. */
  readonly pids: ReadonlySet<number>;
  /** What hooks said of processes, or threads of them, that they could not record. */
  readonly notes: readonly UntracedNote[];
  /** The temporary folder has no room. */
  readonly isFull: boolean;
}

/** Sentences about programs that ran without telling of their tasks, or of all of them, and why that may be. */
export function untracedWarnings(
  processes: readonly SeenProcess[],
  { pids, notes, isFull }: Traced,
): readonly string[] {
  // Told of once for each program that a process executed: the last one is what it was.
  const last = new Map(processes.map((process) => [process.pid, process]));
  const noted = new Map(notes.map(({ pid, reason }) => [pid, reason]));
  const silent = [...last.values()].filter(
    ({ pid, command }) =>
      languageOf(command) !== null && !isShortName(command) && !pids.has(pid) && !noted.has(pid),
  );
  // A fork runs its parent's command, and is told of by the parent if it does anything.
  const started = silent.filter(({ ppid, command }) => last.get(ppid ?? -1)?.command !== command);
  const guessed = started.map((process) => ({ process, reason: reasonOf(process.command, isFull) }));
  const known = [...noted].map(([pid, reason]) => ({
    process: last.get(pid) ?? { pid, ppid: null, command: '' },
    reason: explainNote(reason),
  }));
  const [some, all] = [
    known.filter(({ process }) => pids.has(process.pid)),
    known.filter(({ process }) => !pids.has(process.pid)),
  ];
  return [
    ...sentences([...all, ...guessed], (list) => `Tasks of ${list} are missing`),
    ...sentences(some, (list) => `Some tasks of ${list} are missing`),
  ];
}

interface Untraced {
  readonly process: SeenProcess;
  readonly reason: string;
}

/** One for each reason. */
const sentences = (untraced: readonly Untraced[], begin: (list: string) => string): readonly string[] =>
  [...Map.groupBy(untraced, ({ reason }) => reason)].map(
    ([reason, those]) => `${begin(listed(those.map(({ process }) => process)))}: ${reason}`,
  );

/**
 * A process that was gone before its command could be read has its short name, and that of what a script starts is the script's: where
 * `python3` is a script of a version manager, each of the tools that it calls is a `python3` for a moment.
 */
const isShortName = (command: string): boolean => /^[^ /]+$/.test(command);

/** By the name of its program: `python3.12 -m x` is Python. */
export function languageOf(command: string): TracedLanguage | null {
  const [program = ''] = command.split(' ', 1);
  return languageOfProgram(program);
}

/** By its path, or its name alone. */
export function languageOfProgram(program: string): TracedLanguage | null {
  const name = basename(program);
  if (/^(?:python|pypy)[\d.]*t?$/.test(name)) return 'python';
  return /^(?:node|nodejs)$/.test(name) ? 'node' : null;
}

function reasonOf(command: string, isFull: boolean): string {
  if (isFull) return fullFolder;
  if (languageOf(command) === 'node') {
    return 'Node loads the hook from version 20 on, and not with --permission or an environment without NODE_OPTIONS.';
  }
  const [flag] = parsePython(command.split(' ').slice(1)).ignoring;
  return flag === undefined
    ? 'that takes CPython 3.8 or newer, an environment with PYTHONPATH, and the rights of the user who profiles.'
    : `${flag} makes Python ignore what its environment loads. Run it without that option.`;
}

function listed(processes: readonly SeenProcess[]): string {
  const named = processes
    .slice(0, mostNamed)
    .map(({ pid, command }) => `${pid} ${shortened(command)}`.trimEnd());
  const more = processes.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const shortened = (command: string): string => (command.length > 60 ? `${command.slice(0, 59)}…` : command);
