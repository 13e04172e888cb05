import { counted, formatShare } from '../../shared/figures.ts';
import type { TaskScheduling } from '../../shared/session-queries.ts';
import { durationOf } from './duration-words.ts';

/** A part of a task's wall time. */
export interface WallTimePart {
  readonly state: 'running' | 'waiting' | 'blocked';
  /** `waiting for a core` */
  readonly name: string;
  /** Of the wall time, 0–1. */
  readonly share: number;
  /** `8.0 %` */
  readonly figure: string;
  /** `4.10 ms` */
  readonly length: string;
}

/** Where the wall time of a task went, in the order in which it is drawn; what took no time is left away. */
export function wallTimeParts({ onCpuNs, runDelayNs, blockedNs }: TaskScheduling): readonly WallTimePart[] {
  const wallNs = onCpuNs + runDelayNs + blockedNs;
  const parts = [
    { state: 'running', name: 'running', ns: onCpuNs },
    { state: 'waiting', name: 'waiting for a core', ns: runDelayNs },
    { state: 'blocked', name: 'blocked', ns: blockedNs },
  ] as const;
  return parts
    .filter(({ ns }) => ns > 0)
    .map(({ state, name, ns }) => ({
      state,
      name,
      share: ns / wallNs,
      figure: formatShare(ns / wallNs),
      length: durationOf(ns),
    }));
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
