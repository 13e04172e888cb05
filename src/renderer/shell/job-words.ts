import { formatDuration } from '../../shared/durations.ts';
import { formatShare } from '../../shared/figures.ts';
import type { Job, ProfileProgress } from '../../shared/jobs.ts';
import { fromMilliseconds } from '../../shared/units.ts';
import type { WhatIfProgress } from '../../shared/what-if.ts';
import { formatElapsed } from '../format/elapsed.ts';

/** A job in a few words, for the card at the foot of the rail. */
export interface JobWords {
  /** What is worked on. */
  readonly name: string;
  /** What is done with it, and how far it is. */
  readonly progress: string;
  /** 0–1; null: not known yet. */
  readonly fraction: number | null;
}

export function jobWords({ work, state }: Job): JobWords {
  if (work.kind === 'export') {
    const progress = state.type === 'stopping' ? 'Stopping…' : `Exporting · ${formatShare(work.fraction)}`;
    return { name: fileName(work.target), progress, fraction: work.fraction };
  }
  if (work.kind === 'profile') {
    return { name: work.command, progress: profileProgress(work.progress, state.type), fraction: null };
  }
  if (work.kind === 'what-if') {
    const { progress } = work;
    const fraction = progress === null ? null : progress.runsDone / progress.runsPlanned;
    return { name: work.script, progress: whatIfProgress(progress, state.type), fraction };
  }
  const { progress } = work;
  const fraction = progress?.fraction ?? null;
  return { name: fileName(work.task), progress: labProgress(work.progress, state.type), fraction };
}

function labProgress(
  progress: { readonly fraction: number; readonly secondsLeft: number | null } | null,
  state: Job['state']['type'],
): string {
  if (state === 'stopping') return 'Stopping…';
  if (progress === null) return 'Starting…';
  const { fraction, secondsLeft } = progress;
  const share = formatShare(fraction);
  return secondsLeft === null
    ? share
    : `${share} · ${formatDuration(fromMilliseconds(Math.ceil(secondsLeft) * 1000))} left`;
}

function profileProgress(progress: ProfileProgress | null, state: Job['state']['type']): string {
  if (state === 'stopping') return 'Stopping…';
  if (progress === null || progress.phase === 'starting') return 'Starting…';
  if (progress.phase !== 'running') return 'Finishing…';
  return `Running · ${formatElapsed(progress.elapsedNs)}`;
}

function whatIfProgress(progress: WhatIfProgress | null, state: Job['state']['type']): string {
  if (state === 'stopping') return 'Stopping…';
  if (progress === null || progress.phase === 'starting') return 'Starting…';
  if (progress.phase === 'finishing') return 'Finishing…';
  return `Run ${progress.runsDone + 1} of ${progress.runsPlanned}`;
}

/** The last part of a path of any system. */
export const fileName = (path: string): string => path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
