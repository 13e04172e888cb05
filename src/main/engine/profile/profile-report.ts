import { basename } from 'node:path';
import type { CollectorUse, Finding, Machine, Scheduling } from '../../../shared/lab-report.ts';
import type {
  ProfiledProcess,
  ProfiledTasks,
  ProfiledThread,
  ProfileReport,
  ProgramExit,
} from '../../../shared/profile-report.ts';
import type { ProcessSeen, ThreadTotals, TrialScheduling } from '../collector/collector.ts';
import { isHolding, withoutHolding } from './held-command.ts';

/** What is known of a profile at some moment. */
export interface ProfileFacts {
  readonly session: string;
  readonly complete: boolean;
  /** As started. */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly coresUsed: readonly number[];
  readonly exit: ProgramExit;
  readonly wallNs: number | null;
  readonly machine: Machine;
  readonly scheduling: Scheduling;
  /** The program's own process; null before it has one. */
  readonly rootPid: number | null;
  /** Null until the recording of the tree has ended. */
  readonly totals: TrialScheduling | null;
  readonly tasks: ProfiledTasks;
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
  readonly collector: CollectorUse | null;
}

export const reportProfile = (facts: ProfileFacts): ProfileReport => ({
  corelane: 1,
  command: 'profile',
  session: facts.session,
  complete: facts.complete,
  argv: facts.argv,
  cwd: facts.cwd,
  cores_used: facts.coresUsed,
  exit: facts.exit,
  wall_ms: milliseconds(facts.wallNs),
  machine: facts.machine,
  scheduling: facts.scheduling,
  processes: processesOf(facts),
  cores: facts.totals?.perCore ?? [],
  tasks: facts.tasks,
  findings: facts.findings,
  warnings: facts.warnings,
  collector: facts.collector,
});

/** Every process of the tree with its threads. The program's own is known even where the system tells of no processes. */
function processesOf({ rootPid, argv, totals }: ProfileFacts): readonly ProfiledProcess[] {
  if (rootPid === null) return [];
  // Told of once for each program that it executed, in order: the last one says what it is.
  const seen = [...new Map((totals?.processes ?? []).map((process) => [process.pid, process])).values()];
  const root = { pid: rootPid, ppid: null, command: argv.join(' ') };
  const all = seen.some(({ pid }) => pid === rootPid) ? seen : [root, ...seen];
  const threads = Map.groupBy(totals?.threads ?? [], ({ pid }) => pid);
  return all.map((process) => {
    const held = process.pid === rootPid && isHeld(process);
    return {
      pid: process.pid,
      ppid: process.ppid,
      command: held ? root.command : withoutHolding(process.command, argv),
      threads: (threads.get(process.pid) ?? []).map((thread) => reportThread(thread, held ? argv : null)),
    };
  });
}

/** The system was last asked before the shell that held the program had become it. */
const isHeld = ({ command }: ProcessSeen): boolean => command === 'sh' || isHolding(command);

/** `heldArgv`: what the shell became that gave the main thread its name. */
const reportThread = (thread: ThreadTotals, heldArgv: readonly string[] | null): ProfiledThread =>
  heldArgv !== null && thread.tid === thread.pid
    ? {
        ...reportFigures(thread),
        ...(thread.onCpuNs === 0 ? unread : {}),
        name: shortName(heldArgv[0] ?? ''),
      }
    : reportFigures(thread);

/** Of a program that ended before its counters were read once, nothing is known. */
const unread = {
  on_cpu_ms: null,
  run_delay_ms: null,
  voluntary_switches: null,
  involuntary_switches: null,
  migrations: null,
} as const;

const reportFigures = (thread: ThreadTotals): ProfiledThread => ({
  tid: thread.tid,
  name: thread.name,
  on_cpu_ms: milliseconds(thread.onCpuNs),
  run_delay_ms: milliseconds(thread.runDelayNs),
  voluntary_switches: thread.voluntarySwitches,
  involuntary_switches: thread.involuntarySwitches,
  migrations: thread.migrations,
});

/** As the kernel names the thread that executes a file. */
const shortName = (program: string): string => basename(program).slice(0, 15);

/** Of a program whose tasks are not traced, or are not counted yet. */
export const noTasks: ProfiledTasks = { total: 0, by_api: {} };

const milliseconds = (ns: number | null): number | null => (ns === null ? null : ns / 1e6);
