import { counted, formatCount, formatShare } from '../../../shared/figures.ts';
import type { LabReport, TrialReport } from '../../../shared/lab-report.ts';
import type { ProfileReport } from '../../../shared/profile-report.ts';
import type { SessionReport } from '../../../shared/session.ts';
import type { Side } from './compared.ts';
import { rankedTrials } from '../../../shared/ranking.ts';

type Conditions = Side<SessionReport>;

/** In sentences, what besides the thing that was changed may be behind a difference. */
export const unlikeConditions = (a: Conditions, b: Conditions): readonly string[] =>
  [sameRecording(a, b), interrupted(a, b), otherMachine(a, b), otherRecording(a, b)].flat();

export const unlikeLabs = (a: Side<LabReport>, b: Side<LabReport>): readonly string[] => [
  ...differing('The tasks differ', a.session.header.workload.label, b.session.header.workload.label),
  ...differing('The runtimes differ', runtimeOf(a.report), runtimeOf(b.report)),
  ...differing('The cores that were used differ', placeOf(a.report), placeOf(b.report)),
  ...unlikeWork(a.report, b.report),
  ...unlikeWaits(waitsOfConfigurations(a.report), waitsOfConfigurations(b.report)),
  ...failures('A', a.report),
  ...failures('B', b.report),
];

export const unlikeProfiles = (a: Side<ProfileReport>, b: Side<ProfileReport>): readonly string[] => [
  ...differing('The commands differ', a.report.argv.join(' '), b.report.argv.join(' ')),
  ...differing(
    'The cores that were used differ',
    a.report.cores_used.join(', '),
    b.report.cores_used.join(', '),
  ),
  ...unlikeWaits(waitsOfProgram(a.report), waitsOfProgram(b.report)),
  ...differing('The programs ended differently', endOf(a.report), endOf(b.report)),
];

const differing = (what: string, a: string, b: string): readonly string[] =>
  a === b ? [] : [`${what}: A ${a}; B ${b}.`];

const sameRecording = (a: Conditions, b: Conditions): readonly string[] =>
  a.session.header.id === b.session.header.id && a.session.header.origin_ns === b.session.header.origin_ns
    ? ['A and B are the same recording, so there is nothing to find.']
    : [];

const interrupted = (a: Conditions, b: Conditions): readonly string[] =>
  [...(a.session.complete ? [] : ['A']), ...(b.session.complete ? [] : ['B'])].map(
    (which) => `${which} did not end by itself: its figures are of what had been recorded.`,
  );

const otherMachine = (a: Conditions, b: Conditions): readonly string[] =>
  differing('The machines differ', machineOf(a.report), machineOf(b.report));

const machineOf = ({ machine: { model, cpus, os } }: SessionReport): string =>
  `${model}, ${counted(cpus, 'core')}, ${os}`;

function otherRecording(a: Conditions, b: Conditions): readonly string[] {
  const modes = [a.report.scheduling.mode, b.report.scheduling.mode];
  return [
    ...(modes[0] === modes[1]
      ? []
      : [
          `Scheduling was recorded by other means (A ${modes[0]}, B ${modes[1]}), which differ in cost and in how exact CPU time and run delay are.`,
        ]),
    ...differing('The versions of Corelane differ', a.session.header.corelane, b.session.header.corelane),
  ];
}

const runtimeOf = ({ runtime }: LabReport): string =>
  `${runtime.name === 'node' ? 'Node' : 'Python'} ${runtime.version}`;

const placeOf = ({ trials: [trial] }: LabReport): string =>
  trial === undefined ? '' : `${trial.cores.join(', ')} (pinned: ${trial.pin})`;

/** Of one trial that ended. */
const tasksOf = ({ trials }: LabReport): number =>
  Math.max(0, ...trials.filter(({ complete }) => complete).map(({ tasks }) => tasks));

const unlikeWork = (a: LabReport, b: LabReport): readonly string[] =>
  tasksOf(a) === tasksOf(b)
    ? []
    : [
        `A trial of A had ${counted(tasksOf(a), 'task')}, one of B ${formatCount(tasksOf(b))}: wall time, CPU time and run delay are of different amounts of work; tasks/s and the times of tasks compare.`,
      ];

/** From such a difference in the share of waiting on, it may well be what is behind another wall time. */
const tellingShare = 0.1;

/** By who had them: run delay of run delay and time on a core, 0–1. */
type Waits = ReadonlyMap<string, number>;

/**
 * What waited for cores for another share of its time is a sign that other programs had the cores in one of the sessions: what intervals
 * cannot know.
 */
function unlikeWaits(ofA: Waits, ofB: Waits): readonly string[] {
  const [most] = [...ofA]
    .map(([name, share]) => ({ name, a: share, b: ofB.get(name) ?? share }))
    .sort((one, other) => Math.abs(other.a - other.b) - Math.abs(one.a - one.b));
  return most === undefined || Math.abs(most.a - most.b) < tellingShare
    ? []
    : [
        `Threads of ${most.name} waited for a core ${formatShare(most.a)} of the time they could have run in A and ${formatShare(most.b)} in B: unless the code changed that, other programs had the cores, and times do not compare. Record both again on a quiet machine.`,
      ];
}

const waitsOfConfigurations = ({ trials }: LabReport): Waits =>
  waitsOf(
    Map.groupBy(
      rankedTrials(trials).filter(({ complete }) => complete),
      ({ executor, workers }) => `${executor} × ${workers}`,
    ),
  );

const waitsOfProgram = ({ processes }: ProfileReport): Waits =>
  waitsOf(new Map([['the program', processes.flatMap(({ threads }) => threads)]]));

/** Where the figures are known of all that ran there. */
function waitsOf(
  groups: ReadonlyMap<string, readonly Pick<TrialReport, 'run_delay_ms' | 'on_cpu_ms'>[]>,
): Waits {
  return new Map(
    [...groups].flatMap(([name, group]) => {
      const sum = (figure: 'run_delay_ms' | 'on_cpu_ms'): number =>
        group.reduce((total, one) => total + (one[figure] ?? Number.NaN), 0);
      const share = sum('run_delay_ms') / (sum('run_delay_ms') + sum('on_cpu_ms'));
      return Number.isNaN(share) ? [] : [[name, share] as const];
    }),
  );
}

function failures(which: 'A' | 'B', { trials }: LabReport): readonly string[] {
  const sum = (figure: (trial: TrialReport) => number): number =>
    trials.reduce((total, trial) => total + figure(trial), 0);
  const failed = sum((trial) => trial.failed);
  return failed === 0
    ? []
    : [
        `${counted(failed, 'task')} of ${formatCount(sum((trial) => trial.tasks))} of ${which} did not end well; failing may take more or less time than working.`,
      ];
}

const endOf = ({ exit: { code, signal } }: ProfileReport): string =>
  signal === null ? (code === null ? 'was not seen to end' : `with exit ${code}`) : `by ${signal}`;
