import { counted, formatShare } from '../../shared/figures.ts';
import type { TaskParts, TaskScheduling } from '../../shared/session-queries.ts';
import { durationOf } from './duration-words.ts';

/** A part of a task's time. */
export interface WallTimePart {
  readonly state: 'queued' | 'running' | 'waiting' | 'gil' | 'loop' | 'blocked' | 'returning';
  /** `waiting for a core` */
  readonly name: string;
  /** Of all parts, 0–1. */
  readonly share: number;
  /** `8.0 %` */
  readonly figure: string;
  /** `4.10 ms` */
  readonly length: string;
}

type Length = Pick<WallTimePart, 'state' | 'name'> & { readonly ns: number | null };

/** Where the wall time of a task went, in the order in which it is drawn; what took no time is left away. */
export const wallTimeParts = ({ onCpuNs, runDelayNs, blockedNs }: TaskScheduling): readonly WallTimePart[] =>
  partsOf([
    { state: 'running', name: 'running', ns: onCpuNs },
    { state: 'waiting', name: 'waiting for a core', ns: runDelayNs },
    { state: 'blocked', name: 'blocked', ns: blockedNs },
  ]);

/**
 * Likewise from its submit to its result, as far as that is known: what is not known has no part. A coroutine awaits between its steps
 * what any other task is blocked for.
 */
export const taskParts = (parts: TaskParts, isCoroutine: boolean): readonly WallTimePart[] =>
  partsOf([
    { state: 'queued', name: 'in the queue', ns: parts.queueNs },
    { state: 'running', name: 'running', ns: parts.runningNs },
    { state: 'waiting', name: 'waiting for a core', ns: parts.runDelayNs },
    { state: 'gil', name: 'waiting for the GIL', ns: parts.gilNs },
    { state: 'loop', name: 'waiting for the loop', ns: parts.loopNs },
    { state: 'blocked', name: isCoroutine ? 'awaiting' : 'blocked', ns: parts.blockedNs },
    { state: 'returning', name: 'returning the result', ns: parts.returnNs },
  ]);

function partsOf(lengths: readonly Length[]): readonly WallTimePart[] {
  const wholeNs = lengths.reduce((sum, { ns }) => sum + (ns ?? 0), 0);
  return lengths.flatMap(({ state, name, ns }) =>
    ns === null || ns <= 0
      ? []
      : [{ state, name, share: ns / wholeNs, figure: formatShare(ns / wholeNs), length: durationOf(ns) }],
  );
}

/** How many are named; the rest is counted. */
const mostNamed = 3;

/** `preempted by cc1 (12 times), kworker/1:2 (once)`; empty: by nobody. */
export function preemptors({ preemptedBy }: TaskScheduling): string {
  if (preemptedBy.length === 0) return '';
  const named = preemptedBy
    .slice(0, mostNamed)
    .map(({ name, count }) => `${name} (${count === 1 ? 'once' : counted(count, 'time')})`);
  const others = preemptedBy.length - named.length;
  return `preempted by ${named.join(', ')}${others > 0 ? ` and ${counted(others, 'other')}` : ''}`;
}
