import { basename } from 'node:path';
import type { TracedLanguage } from '../../../shared/trace-format.ts';

/** A process of the tree, as the collector saw it. */
export interface SeenProcess {
  readonly pid: number;
  readonly ppid: number | null;
  readonly command: string;
}

const mostNamed = 3;

/**
 * Sentences about Python and Node programs that ran without telling of their tasks, and why that may be. `tracedPids`: those that did.
 */
export function untracedWarnings(
  processes: readonly SeenProcess[],
  tracedPids: ReadonlySet<number>,
  isFull: boolean,
): readonly string[] {
  // Told of once for each program that a process executed: the last one is what it was.
  const last = new Map(processes.map((process) => [process.pid, process]));
  const silent = [...last.values()].filter(
    ({ pid, command }) => languageOf(command) !== null && !isShortName(command) && !tracedPids.has(pid),
  );
  // A fork runs its parent's command, and is told of by the parent if it does anything.
  const started = silent.filter(({ ppid, command }) => last.get(ppid ?? -1)?.command !== command);
  const reasons = Map.groupBy(started, ({ command }) => reasonOf(command, isFull));
  return [...reasons].map(([reason, those]) => sentence(those, reason));
}

/**
 * A process that was gone before its command could be read has its short name, and that of what a script starts is the script's: where
 * `python3` is a script of a version manager, each of the tools that it calls is a `python3` for a moment.
 */
const isShortName = (command: string): boolean => /^[^ /]+$/.test(command);

/** By the name of its program: `python3.12 -m x` is Python. */
export function languageOf(command: string): TracedLanguage | null {
  const [program = ''] = command.split(' ', 1);
  const name = basename(program);
  if (/^(?:python|pypy)[\d.]*t?$/.test(name)) return 'python';
  return /^(?:node|nodejs)$/.test(name) ? 'node' : null;
}

function reasonOf(command: string, isFull: boolean): string {
  if (isFull) return 'the temporary folder is full. Make room there, or name another with TMPDIR.';
  if (languageOf(command) === 'node') {
    return 'Node loads the hook from version 20 on, and not with --permission or an environment without NODE_OPTIONS.';
  }
  const flag = ignoringFlag(command);
  return flag === null
    ? 'that takes CPython 3.8 or newer, an environment with PYTHONPATH, and the rights of the user who profiles.'
    : `${flag} makes Python ignore what its environment loads. Run it without that option.`;
}

/** The option by which Python does not look for the hook: -I, -E or -S, possibly among others in one word. */
function ignoringFlag(command: string): string | null {
  const words = command.split(' ').slice(1);
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!/^-[A-Za-z]/.test(word)) return null;
    // What follows these is the program's.
    const own = word.slice(1).split(/[cmWX]/, 1)[0] ?? '';
    const found = /[IES]/.exec(own)?.[0];
    if (found !== undefined) return `-${found}`;
    if (/[cm]/.test(word)) return null;
    if (word === '-W' || word === '-X') at += 1;
  }
  return null;
}

function sentence(processes: readonly SeenProcess[], reason: string): string {
  const named = processes.slice(0, mostNamed).map(({ pid, command }) => `${pid} ${shortened(command)}`);
  const more = processes.length - named.length;
  const list = `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `Tasks of ${list} are missing: ${reason}`;
}

const shortened = (command: string): string => (command.length > 60 ? `${command.slice(0, 59)}…` : command);
