import { Worker } from 'node:worker_threads';
import { messageOf } from '../../../../shared/errors.ts';
import type { Finding } from '../../../../shared/lab-report.ts';
import type { FindingsAnswer, FindingsOrder } from './findings-message.ts';

/** What came of it; a recording is kept and reported whether it could be searched or not. */
export interface Search {
  readonly findings: readonly Finding[];
  /** Why there are none; null: because nothing was found. */
  readonly warning: string | null;
}

/** It holds sums and some rows of what it reads. Beyond this something is wrong, and the engine must not go down with it. */
const mostHeapMb = 400;
/** Whoever stopped a recording wants what it shows so far, and does not want to wait for it. */
const afterStopMs = 5_000;

/**
 * Looks for findings in a thread of its own, from the built entry `entry`. Never rejects. The signal ends it; if it was given before,
 * the search has five seconds.
 */
export async function lookForFindings(
  order: FindingsOrder,
  entry: URL,
  signal: AbortSignal,
): Promise<Search> {
  try {
    return await searchInThread(order, entry, signal.aborted ? AbortSignal.timeout(afterStopMs) : signal);
  } catch (thrown) {
    return failed(`${messageOf(thrown)}.`, '');
  }
}

async function searchInThread(order: FindingsOrder, entry: URL, signal: AbortSignal): Promise<Search> {
  const { promise: over, resolve: onOver, reject: onError } = Promise.withResolvers<Search>();
  const worker = new Worker(entry, {
    workerData: order,
    name: 'findings',
    resourceLimits: { maxOldGenerationSizeMb: mostHeapMb },
  });
  worker.on('message', (answer: FindingsAnswer) =>
    onOver(
      answer.kind === 'found'
        ? { findings: answer.findings, warning: null }
        : failed(answer.error.message, answer.error.remedy),
    ),
  );
  worker.on('error', onError);
  // After an answer this says nothing new.
  worker.on('exit', () => onOver(failed('their thread ended.', '')));
  const stop = (): void => onOver(stopped);
  signal.addEventListener('abort', stop);
  try {
    return await over;
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}

const failed = (reason: string, remedy: string): Search => ({
  findings: [],
  warning: `Findings could not be looked for: ${reason} ${remedy}`.trimEnd(),
});

const stopped: Search = {
  findings: [],
  warning: 'Findings were not looked for to the end, since it was stopped before.',
};
