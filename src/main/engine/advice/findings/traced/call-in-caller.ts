import { counted, formatMilliseconds } from '../../../../../shared/figures.ts';
import type { TracedApi } from '../../../../../shared/trace-format.ts';
import type { EvidenceScope, Found, Rule } from '../evidence.ts';
import { milliseconds, rangeMs } from '../measures.ts';
import {
  callableIn,
  type FoundAt,
  nameOfApi,
  siteFigures,
  submittedAt,
  wherePlace,
  worstOf,
} from './places.ts';
import { trivialTaskNs } from './submit-tally.ts';
import type { SubmitEvidence } from './traced-evidence.ts';

/** Two tasks may be chance: a program that starts something small at its end and at its beginning. */
const tasksFrom = 3;
/** CPU time before a submit. Below, it is what a loop around submits does anyhow: read a line, build a list. */
const betweenFromNs = 10e6;
const betweenAllFromNs = 100e6;
/** What the tasks do, of what the submitter did before: nothing that matters. */
const runShareTo = 0.02;
/** Of the time between its submits, the submitter computes; otherwise it waits for something else. */
const busyFrom = 0.5;

/** What is handed over has been done already, by the thread that hands it over. */
export const callInCaller: Rule = ({ scope, traced }) =>
  worstOf(
    (traced?.submits ?? []).flatMap((submits) => at(submits, result(scope, submits) ?? work(scope, submits))),
  );

const at = ({ site }: SubmitEvidence, found: Found | null): readonly FoundAt[] =>
  found === null ? [] : [{ found, where: wherePlace(site.submitted_at) }];

/** What was submitted is a value. */
function result(scope: EvidenceScope, { site, notCallable }: SubmitEvidence): Found | null {
  if (notCallable.tasks === 0) return null;
  return {
    severity: Infinity,
    finding: {
      id: 'call-in-caller',
      title: `${nameOfApi(site.api)} was given a result, and not a function${submittedAt(site)}.`,
      evidence: {
        tasks: notCallable.tasks,
        was_given: givenTo(site),
        submitted_at: wherePlace(site.submitted_at),
        error: notCallable.error,
      },
      range_ms: rangeMs(scope, notCallable.from, notCallable.to),
      remedy: `Hand over the function and its arguments, without calling it${submittedAt(site)}: ${passing(site.api)}.`,
    },
  };
}

/** The type of what was handed over; a thread or process without a target would run its own empty method. */
const givenTo = ({ callable }: SubmitEvidence['site']): string | null =>
  callable?.name.endsWith('.run') === true ? 'None' : (callable?.name ?? null);

/** Tasks that do next to nothing, of which each took its submitter long. */
function work(
  scope: EvidenceScope,
  { site, tasks, runNs, between, firstSubmit, lastSubmit }: SubmitEvidence,
): Found | null {
  if (tasks < tasksFrom || between === null) return null;
  const { onCpuNs, runDelayNs } = between;
  const eachNs = onCpuNs / (tasks - 1);
  const isIdle = onCpuNs + runDelayNs < busyFrom * (lastSubmit - firstSubmit);
  if (onCpuNs < betweenAllFromNs || eachNs < betweenFromNs || isIdle) return null;
  if (runNs > runShareTo * onCpuNs || runNs > trivialTaskNs * tasks) return null;
  const each = formatMilliseconds(milliseconds(eachNs));
  return {
    severity: onCpuNs,
    finding: {
      id: 'call-in-caller',
      title:
        `Each ${callableIn(site)} ran for ${formatMilliseconds(milliseconds(runNs / tasks))}, but the thread that submits them ` +
        `computed for ${each} before.`,
      evidence: {
        tasks,
        task_ms: milliseconds(runNs / tasks),
        submitter_before_each_ms: milliseconds(eachNs),
        submitter_on_cpu_ms: milliseconds(onCpuNs),
        ...siteFigures(site),
      },
      range_ms: rangeMs(scope, firstSubmit, lastSubmit),
      remedy:
        `Move into the task what is computed${submittedAt(site)} before it is submitted: ${passing(site.api)}. ` +
        `As it is, ${counted(tasks, 'task')} could have been run where they are submitted.`,
    },
  };
}

/** How work is handed over, in the API's own words. */
function passing(api: TracedApi): string {
  switch (api) {
    case 'threading.Thread':
      return 'Thread(target=f, args=(x,)), and not Thread(target=f(x))';
    case 'multiprocessing.Process':
      return 'Process(target=f, args=(x,)), and not Process(target=f(x))';
    case 'multiprocessing.pool.Pool':
    case 'multiprocessing.pool.ThreadPool':
      return 'apply_async(f, (x,)), and not apply_async(f(x))';
    case 'asyncio.Task':
      return 'asyncio.to_thread(f, x), and not asyncio.to_thread(f(x))';
    case 'joblib':
    case 'loky':
      return 'delayed(f)(x), and not delayed(f(x))';
    case 'concurrent.futures.ThreadPoolExecutor':
    case 'concurrent.futures.ProcessPoolExecutor':
    case 'concurrent.futures.InterpreterPoolExecutor':
      return 'submit(f, x), and not submit(f(x))';
    case 'worker_threads.Worker':
    case 'child_process':
    case 'cluster':
    case 'piscina':
    case 'tinypool':
    case 'workerpool':
    case 'poolifier':
      return 'pass the input, and compute in the worker’s own file';
  }
}
