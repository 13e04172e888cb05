import type { CollectorUse, Machine, Scheduling } from '../../../shared/lab-report.ts';
import { median } from '../../../shared/statistics.ts';
import {
  swapApis,
  type RefusedSite,
  type SwappedSite,
  type WhatIfReport,
  type WhatIfRequest,
  type WhatIfRun,
  type WhatIfSide,
} from '../../../shared/what-if.ts';
import { compareRuns } from './compare-runs.ts';
import { tasksAt, type RunTasks } from './count-tasks.ts';
import type { Refusal } from './guard.ts';
import type { EndedRun } from './script-run.ts';
import { siteKey, type Site } from './swap-files.ts';
import { verdictOf } from './what-if-verdict.ts';

/** What is known of a what-if at some moment. */
export interface WhatIfFacts {
  readonly request: WhatIfRequest;
  readonly session: string;
  readonly complete: boolean;
  readonly argv: readonly string[];
  readonly coresUsed: readonly number[];
  readonly machine: Machine;
  readonly scheduling: Scheduling;
  readonly originNs: bigint;
  readonly runs: readonly EndedRun[];
  /** By the place of the run; null: not counted yet. */
  readonly tasks: readonly RunTasks[] | null;
  readonly allowed: readonly Site[];
  readonly refused: readonly Refusal[];
  /** Why there are no runs to compare; null: there are, or will be. */
  readonly nothing: string | null;
  readonly warnings: readonly string[];
  readonly collector: CollectorUse | null;
}

export function reportWhatIf(facts: WhatIfFacts): WhatIfReport {
  const { request, refused, allowed, nothing } = facts;
  const [baselines, variants] = [ofKind(facts, 'baseline'), ofKind(facts, 'variant')];
  const alone = [...ofKind(facts, 'rehearsal'), ...baselines];
  const compared = compareRuns({ alone, baselines, variants, tasks: facts.tasks });
  const noComparison = nothing ?? (facts.complete ? compared.noComparison : 'It was not carried through.');
  const comparison = noComparison === null ? compared.comparison : null;
  const swapped = allowed.map((site) => siteOf(facts, site, 'to'));
  const report = {
    corelane: 1,
    command: 'what-if',
    session: facts.session,
    complete: facts.complete,
    argv: facts.argv,
    cwd: request.cwd,
    cores_used: facts.coresUsed,
    swap: request.swap,
    workers: request.workers,
    machine: facts.machine,
    scheduling: facts.scheduling,
    baseline: sideOf(facts, baselines.length > 0 ? baselines : ofKind(facts, 'rehearsal'), baselines),
    variant: sideOf(facts, variants, variants),
    comparison,
    no_comparison: noComparison,
    tasks: swappedTasks(facts),
    swapped,
    refused: refused.map(({ site, reason }): RefusedSite =>
      Object.assign(siteOf(facts, site, 'from'), { reason }),
    ),
    differences: compared.differences,
    runs: facts.runs.map((run) => runOf(facts, run)),
    findings: [],
    warnings: [...facts.warnings, ...compared.warnings],
    collector: facts.collector,
  } as const;
  return { ...report, verdict: verdictOf(report) };
}

const ofKind = ({ runs }: WhatIfFacts, kind: WhatIfRun['kind']): readonly EndedRun[] =>
  runs.filter((run) => run.kind === kind);

const siteOf = (facts: WhatIfFacts, site: Site, side: 'from' | 'to'): SwappedSite => ({
  site: siteKey(site),
  function: site.function,
  tasks: tasksOf(facts, site, side),
});

/** Of the variant's first run. Of pools the trace tells where tasks are handed over, and not where the pool was made. */
function tasksOf(facts: WhatIfFacts, site: Site, side: 'from' | 'to'): number | null {
  const { swap } = facts.request;
  const tasks = tasksOfFirst(facts, 'variant') ?? tasksOfFirst(facts, 'rehearsal');
  if (swap === null || swap === 'pool=threadpool' || tasks === null) return null;
  return tasksAt(tasks, swapApis[swap][side], siteKey(site));
}

function tasksOfFirst(facts: WhatIfFacts, kind: WhatIfRun['kind']): RunTasks | null {
  const at = facts.runs.findIndex((run) => run.kind === kind);
  return at === -1 ? null : (facts.tasks?.[at] ?? null);
}

/** Tasks that ran where the swap sends them and would not have otherwise, of all that it could have sent there. */
function swappedTasks(facts: WhatIfFacts): WhatIfReport['tasks'] {
  const { swap } = facts.request;
  const alone = tasksOfFirst(facts, 'rehearsal');
  if (swap === null || alone === null) return null;
  const { from, to } = swapApis[swap];
  const total = alone.byApi.get(from) ?? 0;
  const variant = tasksOfFirst(facts, 'variant');
  if (variant === null) return { swapped: 0, total };
  const swapped = (variant.byApi.get(to) ?? 0) - (alone.byApi.get(to) ?? 0);
  return { swapped: Math.max(0, swapped), total: Math.max(0, swapped) + (variant.byApi.get(from) ?? 0) };
}

/** `first`: whose first run tells how it ended; there may be no timed one. */
function sideOf(facts: WhatIfFacts, first: readonly EndedRun[], timed: readonly EndedRun[]): WhatIfSide {
  const [run] = first;
  const tasks = run === undefined ? null : (facts.tasks?.[run.trial] ?? null);
  const walls = known(timed.map(({ wallNs }) => wallNs));
  return {
    runs: timed.length,
    wall_ms: median(walls),
    on_cpu_ms: median(known(timed.map(({ onCpuNs }) => onCpuNs))),
    walls_ms: walls,
    exit: run?.exit ?? { code: null, signal: null },
    tasks: tasks?.total ?? null,
    workers: tasks?.workers.size ?? null,
    stdout_bytes: run?.printed.bytes ?? null,
  };
}

function runOf({ originNs, tasks }: WhatIfFacts, run: EndedRun): WhatIfRun {
  const counted = tasks?.[run.trial] ?? null;
  return {
    kind: run.kind,
    from_ms: Number(run.releasedNs - originNs) / 1e6,
    wall_ms: milliseconds(run.wallNs),
    on_cpu_ms: milliseconds(run.onCpuNs),
    exit: run.exit,
    timed_out: run.timedOut,
    tasks: counted?.total ?? null,
    workers: counted?.workers.size ?? null,
    stdout_bytes: run.printed.bytes,
    stdout_sha256: run.printed.sha256,
  };
}

const known = (values: readonly (number | null)[]): readonly number[] =>
  values.flatMap((ns) => (ns === null ? [] : [ns / 1e6]));

const milliseconds = (ns: number | null): number | null => (ns === null ? null : ns / 1e6);
