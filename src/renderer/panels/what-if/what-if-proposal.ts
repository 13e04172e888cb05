import type { ProfileReport } from '../../../shared/profile-report.ts';
import { swapApis, swaps, type Swap, type WhatIfRequest } from '../../../shared/what-if.ts';

/** The script of a session, as a what-if would run it. */
export type TriedScript = Pick<WhatIfRequest, 'script' | 'args' | 'cwd' | 'python'>;

/** What is tried of it, before the user changes that. */
export interface Proposal {
  readonly swap: Swap | null;
  readonly workers: number | null;
}

const interpreter = /(?:^|\/)python(?:[\d.]*)$/;

/** Null: the command was no Python script, or had options of the interpreter, which a what-if would not keep. */
export function scriptOf({ argv, cwd }: Pick<ProfileReport, 'argv' | 'cwd'>): TriedScript | null {
  const [first = '', second = '', ...rest] = argv;
  if (first.endsWith('.py')) return { script: first, args: argv.slice(1), cwd, python: null };
  if (!interpreter.test(first) || !second.endsWith('.py')) return null;
  // A name alone was looked up on PATH, as it would be again.
  return { script: second, args: rest, cwd, python: first.includes('/') ? first : null };
}

/** What would help against a problem; null: nothing that can be tried. */
export function proposalFor(
  finding: string,
  report: Pick<ProfileReport, 'tasks' | 'machine'>,
): Proposal | null {
  switch (finding) {
    case 'gil-bound':
      return { swap: 'threads=processes', workers: null };
    case 'pool-too-large':
    case 'pool-idle':
      return { swap: null, workers: report.machine.cpus };
    default:
      return null;
  }
}

/** Swaps that the program's tasks allow, the others after them. */
export function swapsFor({ tasks }: Pick<ProfileReport, 'tasks'>): readonly Swap[] {
  const fits = (swap: Swap): number => (swapApis[swap].from in tasks.by_api ? 0 : 1);
  return swaps.toSorted((a, b) => fits(a) - fits(b));
}
