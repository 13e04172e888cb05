import { formatDuration } from '../../../shared/durations.ts';
import { shortName } from '../../../shared/executors.ts';
import { counted, formatCount } from '../../../shared/figures.ts';
import type { Job, LabProgress } from '../../../shared/jobs.ts';
import { fromSeconds } from '../../../shared/units.ts';

/** What a lab is doing right now, for people. */
export function describePhase(progress: LabProgress | null, state: Job['state']): string {
  if (state.type === 'stopping') return 'Stopping';
  if (progress === null) return 'Loading the task';
  const { phase, planned } = progress;
  const trial =
    planned === null ? '' : `${shortName(planned.executor)} × ${planned.workers}, repeat ${planned.repeat}`;
  switch (phase) {
    case 'loading':
      return 'Loading the task';
    case 'probing':
      return 'Running the task alone, to learn what it spends its time on';
    case 'starting':
      return `Starting workers and warming up: ${trial}`;
    case 'running':
      return `Running ${trial}`;
    case 'finishing':
      return 'Writing the session';
  }
}

/** "Trial 4 of 15 · 120 of 480 tasks"; empty before anything is planned. */
export function describeCounts(progress: LabProgress | null): string {
  if (progress === null || progress.trialsPlanned === 0) return '';
  const { trialsDone, trialsPlanned, planIsOpen, settled, tasks, phase } = progress;
  if (phase === 'finishing') return `${counted(trialsDone, 'trial')} done`;
  const trial = `Trial ${formatCount(Math.min(trialsDone + 1, trialsPlanned))} of ${planIsOpen === true ? 'about ' : ''}${formatCount(trialsPlanned)}`;
  return tasks === 0 ? trial : `${trial} · ${formatCount(settled)} of ${counted(tasks, 'task')}`;
}

/** Whole seconds: a figure that changes with every look cannot be read. Null while nobody can tell. */
export function describeTimeLeft(progress: LabProgress | null): string | null {
  if (progress === null || progress.secondsLeft === null) return null;
  const seconds = Math.round(progress.secondsLeft);
  if (seconds < 1) return 'less than a second left';
  return `about ${seconds < 60 ? `${seconds} s` : formatDuration(fromSeconds(seconds))} left`;
}

const longSilenceSeconds = 10;

/** How long no task has settled, once that is worth a word; null before. */
export const silenceSeconds = (progress: LabProgress | null): number | null =>
  progress !== null && progress.phase === 'running' && progress.idleSeconds > longSilenceSeconds
    ? Math.round(progress.idleSeconds)
    : null;
