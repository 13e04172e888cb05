import { formatDuration } from '../../../../shared/durations.ts';
import { counted, formatBytes, formatCount } from '../../../../shared/figures.ts';
import type { TracedPlace } from '../../../../shared/session.ts';
import type { TaskDetails, TaskFlag, ThreadOfTask, TracedTask } from '../../../../shared/session-queries.ts';
import type { TracedApi } from '../../../../shared/trace-format.ts';
import { asNanoseconds } from '../../../../shared/units.ts';
import { executorLike, shortApi } from '../../../format/traced-api.ts';
import { placeText } from '../../../format/traced-place.ts';
import { Button } from '../../../ui/Button.tsx';
import { ExecutorMark } from '../../../ui/ExecutorMark.tsx';
import { Tooltip } from '../../../ui/Tooltip.tsx';
import { Figures, outcomeBadge, type NamedFigure } from './Figures.tsx';
import styles from './TaskDetailsPanel.module.css';

interface TracedTaskDetailsProps {
  readonly details: TaskDetails;
  readonly traced: TracedTask;
  /** Goes to another task. */
  readonly onGoTo: (index: number) => void;
  /** Lists the tasks that this one submitted. */
  readonly onChildren: () => void;
}

/** What tracing tells of a task; what is not known is left away. */
export const TracedTaskDetails = ({ details, traced, onGoTo, onChildren }: TracedTaskDetailsProps) => (
  <>
    {traced.error !== null && (
      <section>
        <h3>Failed with {traced.error.type}</h3>
        {traced.error.message !== '' && <pre className={styles['message']}>{traced.error.message}</pre>}
      </section>
    )}
    {traced.flags.map((flag) => (
      <p key={flag} className={styles['flag']}>
        {flagWords[flag]}
      </p>
    ))}
    <Figures
      figures={[
        ['outcome', outcomeBadge(details.outcome)],
        ['API', apiMark(traced.api)],
        ...(traced.pool === null ? [] : [['pool', traced.pool.name] as const]),
        ...placeFigure('code', traced.callable),
        ...placeFigure('submitted at', traced.submittedAt),
        ...threadFigure('submitted by', traced.submitter),
        ...threadFigure('ran on', traced.ranOn),
        ...familyFigures(traced, onGoTo, onChildren),
        ...timeFigures(details, traced),
        ...sizeFigures(details, traced),
      ]}
    />
  </>
);

/** Its whole name is long, and in the tooltip. */
const apiMark = (api: TracedApi) => (
  <Tooltip content={api}>
    <span>
      <ExecutorMark executor={executorLike(api)} name={shortApi(api)} />
    </span>
  </Tooltip>
);

/** What is peculiar about a task. */
const flagWords: Readonly<Record<TaskFlag, string>> = {
  notCallable: 'What was submitted is no function but a value: the caller had made the call already.',
  awaitedAtOnce: 'The submitter waited for its result before it submitted anything else.',
  unpicklable: 'Its arguments or its result could not be pickled.',
  workerDied: 'Its worker died.',
};

const placeFigure = (name: string, place: TracedPlace | null): readonly NamedFigure[] =>
  place === null
    ? []
    : [
        [
          name,
          <Tooltip key={name} content={`${place.file}${place.line > 0 ? `:${place.line}` : ''}`}>
            <span className={styles['place']}>
              {place.name} <span className={styles['file']}>{placeText(place)}</span>
            </span>
          </Tooltip>,
        ],
      ];

const threadFigure = (name: string, thread: ThreadOfTask | null): readonly NamedFigure[] =>
  thread === null ? [] : [[name, threadText(thread)]];

const threadText = ({ name, pid, tid }: ThreadOfTask): string =>
  [...(name === '' ? [] : [name]), pid === tid || tid === 0 ? `pid ${pid}` : `pid ${pid} · tid ${tid}`].join(
    ' · ',
  );

function familyFigures(
  { parent, children, chunk }: TracedTask,
  onGoTo: (index: number) => void,
  onChildren: () => void,
): readonly NamedFigure[] {
  return [
    ...(parent === null
      ? []
      : [
          [
            'submitted within',
            <Button key="parent" size="small" variant="ghost" onClick={() => onGoTo(parent.index)}>
              {parent.name === '' ? '' : `${parent.name} · `}task {formatCount(parent.index)}
            </Button>,
          ] as const,
        ]),
    ...(children === 0
      ? []
      : [
          [
            'it submitted',
            <Button key="children" size="small" variant="ghost" onClick={onChildren}>
              {counted(children, 'task')}
            </Button>,
          ] as const,
        ]),
    ...(chunk === null
      ? []
      : [['in a chunk', `${formatCount(chunk.position)} of ${counted(chunk.items, 'item')}`] as const]),
  ];
}

function timeFigures(
  { submitNs, startNs, endNs, runNs }: TaskDetails,
  { resultAtNs, cpuNs, steps, longestStepNs }: TracedTask,
): readonly NamedFigure[] {
  return [
    ...durationFigure('submitted', Number.isNaN(submitNs) ? null : submitNs),
    ...durationFigure('started', startNs),
    ...durationFigure('ended', endNs),
    ...durationFigure('result arrived', resultAtNs),
    ...durationFigure('ran', runNs),
    ...durationFigure('CPU time', cpuNs),
    ...(steps === null ? [] : [['steps', formatCount(steps)] as const]),
    ...durationFigure('longest step', longestStepNs),
  ];
}

const sizeFigures = (
  { argumentBytes, resultBytes }: TaskDetails,
  { argumentPicklingNs, resultPicklingNs }: TracedTask,
): readonly NamedFigure[] => [
  ...sizeFigure('arguments', argumentBytes, argumentPicklingNs),
  ...sizeFigure('result', resultBytes, resultPicklingNs),
];

/** `4.1 kB, pickled in 0.20 ms` */
function sizeFigure(name: string, bytes: number | null, picklingNs: number | null): readonly NamedFigure[] {
  const parts = [
    ...(bytes === null ? [] : [formatBytes(bytes)]),
    ...(picklingNs === null ? [] : [`pickled in ${formatDuration(asNanoseconds(picklingNs))}`]),
  ];
  return parts.length === 0 ? [] : [[name, parts.join(', ')]];
}

const durationFigure = (name: string, ns: number | null): readonly NamedFigure[] =>
  ns === null ? [] : [[name, formatDuration(asNanoseconds(ns))]];
