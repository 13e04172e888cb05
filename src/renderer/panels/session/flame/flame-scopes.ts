import type { ProfiledProcess, ProfiledThread } from '../../../../shared/profile-report.ts';
import type { FlameScope } from '../../../../shared/session-queries.ts';
import { shortCommand } from '../../../format/short-command.ts';

export interface ScopeOption {
  /** As text, which a list of choices needs. */
  readonly value: string;
  readonly label: string;
}

/** More than these nobody looks through; the rest used less of the cores. */
const mostOptions = 50;

const everything: ScopeOption = { value: 'all', label: 'All processes' };

/** All processes, and each; those first that were most on a core. The one that is shown is always among them. */
export function processOptions(
  processes: readonly ProfiledProcess[],
  of: FlameScope,
): readonly ScopeOption[] {
  const shown = of.kind === 'process' || of.kind === 'thread' ? of.pid : null;
  const options = heaviest(
    [...new Map(processes.map((process) => [process.pid, process])).values()],
    ({ threads }) => threads.reduce((sum, thread) => sum + (thread.on_cpu_ms ?? 0), 0),
    ({ pid }) => pid === shown,
  ).map(({ pid, command }) => ({ value: String(pid), label: `${shortCommand(command)} · pid ${pid}` }));
  const isMissing = shown !== null && !options.some(({ value }) => value === String(shown));
  return [everything, ...options, ...(isMissing ? [{ value: String(shown), label: `pid ${shown}` }] : [])];
}

/** All threads of the process that is shown, and each; none while all processes are. */
export function threadOptions(processes: readonly ProfiledProcess[], of: FlameScope): readonly ScopeOption[] {
  if (of.kind !== 'process' && of.kind !== 'thread') return [];
  const threads = processes.filter(({ pid }) => pid === of.pid).flatMap((process) => process.threads);
  const shown = of.kind === 'thread' ? of.tid : null;
  const options = heaviest(
    [...new Map(threads.map((thread) => [thread.tid, thread])).values()],
    (thread: ProfiledThread) => thread.on_cpu_ms ?? 0,
    ({ tid }) => tid === shown,
  ).map(({ tid, name }) => ({ value: String(tid), label: `${name} · tid ${tid}` }));
  const isMissing = shown !== null && !options.some(({ value }) => value === String(shown));
  return [
    { value: 'all', label: 'All threads' },
    ...options,
    ...(isMissing ? [{ value: String(shown), label: `tid ${shown}` }] : []),
  ];
}

/** The scope of a choice among `processOptions`. */
export const scopeOfProcess = (value: string): FlameScope =>
  value === everything.value ? { kind: 'all' } : { kind: 'process', pid: Number(value) };

/** The scope of a choice among `threadOptions`. */
export function scopeOfThread(of: FlameScope, value: string): FlameScope {
  if (of.kind !== 'process' && of.kind !== 'thread') return of;
  const { pid } = of;
  return value === 'all' ? { kind: 'process', pid } : { kind: 'thread', pid, tid: Number(value) };
}

function heaviest<T>(
  rows: readonly T[],
  weight: (row: T) => number,
  isShown: (row: T) => boolean,
): readonly T[] {
  const sorted = rows.toSorted((a, b) => weight(b) - weight(a));
  return sorted.filter((row, at) => at < mostOptions || isShown(row));
}
