import type { Outcome } from '../../../shared/session.ts';
import type { SettledTask } from './task-rows.ts';

/** When one item of a chunk ran; `end` is NaN of one that never ended. */
export interface Step {
  readonly start: number;
  readonly end: number;
}

/**
 * The items of a chunk as tasks of their own. Items run one after the other, so the last one that started had the chunk's error, and those after it
 * never did. What the items have in common (bytes, pickling) is divided evenly; their CPU time is not known one by one.
 */
export function* itemsOf(
  whole: SettledTask,
  items: number,
  steps: readonly Step[],
  chunk: number,
): Iterable<SettledTask> {
  const started = Math.min(items, steps.length);
  for (let item = 0; item < items; item += 1) {
    const step = steps[item];
    const outcome = outcomeOf(whole.outcome, item, started, step);
    yield {
      ...whole,
      outcome,
      error:
        outcome === 'ok' || (outcome === 'cancelled' && whole.outcome !== 'cancelled') ? '' : whole.error,
      start: step?.start ?? Number.NaN,
      end: step?.end ?? Number.NaN,
      worker: step === undefined ? null : whole.worker,
      chunk,
      cpuNs: Number.NaN,
      argumentBytes: whole.argumentBytes / items,
      resultBytes: whole.resultBytes / items,
      argumentNs: whole.argumentNs / items,
      resultNs: whole.resultNs / items,
    };
  }
}

function outcomeOf(whole: Outcome, item: number, started: number, step: Step | undefined): Outcome {
  if (whole === 'ok') return 'ok';
  const isLast = item === started - 1;
  if (step === undefined) {
    // If none is known to have started, the first one had the error.
    if (whole === 'error') return started === 0 && item === 0 ? 'error' : 'cancelled';
    return whole;
  }
  if (!isLast) return 'ok';
  return whole === 'error' || Number.isNaN(step.end) ? whole : 'ok';
}
