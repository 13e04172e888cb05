import { useMemo, useState } from 'react';
import { counted } from '../../../../shared/figures.ts';
import type { FlameGraph, SessionOverview } from '../../../../shared/session-queries.ts';
import { FlameTree } from '../../../charts/flame-tree.ts';
import { useCall } from '../../../connection/use-call.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';
import { CallFailure } from '../CallFailure.tsx';
import { knownAnswer } from '../known-answer.ts';
import { useTaskFocus, type SampleView } from '../task-focus.tsx';
import { FlameExplorer } from './FlameExplorer.tsx';
import styles from './FlamePanel.module.css';
import { FlameScopeBar } from './FlameScopeBar.tsx';
import { NoSamples } from './NoSamples.tsx';

/** CPU samples by who called whom: of everything, a process, a thread, a task or a part of the time. */
export function FlamePanel({ overview }: { readonly overview: SessionOverview }) {
  const { path, endNs, samples, report } = overview;
  const { samplesOf: view, lookAtSamples } = useTaskFocus();
  const [text, setText] = useState('');
  const call = useCall(
    // A session that is being recorded has more of them at each later end.
    async (engine) => (samples === 0 ? null : { view, graph: await engine.flameGraph(queryOf(path, view)) }),
    [path, view, samples, endNs],
  );
  const known = knownAnswer(call);
  const tree = useMemo(() => (known === null ? null : new FlameTree(known.graph)), [known]);
  if (samples === 0) return <NoSamples complete={overview.complete} />;
  return (
    <div className={styles['panel']}>
      <FlameScopeBar
        processes={report?.command === 'profile' ? report.processes : []}
        view={view}
        onView={lookAtSamples}
        text={text}
        onText={setText}
        end={known === null ? '' : counted(known.graph.samples, 'sample')}
      />
      <CallFailure call={call} />
      {known === null || tree === null ? (
        call.state === 'loading' && <Spinner label="Adding the samples up" />
      ) : isEmpty(known.graph) ? (
        <EmptyState icon="activity" title="No CPU sample was taken here">
          {emptyWords(known.view)}
        </EmptyState>
      ) : (
        <FlameExplorer tree={tree} remarks={known.graph.remarks} text={text} onText={setText} />
      )}
    </div>
  );
}

/** Beyond any moment of a session; infinity does not cross to the engine. */
const endOfTime = Number.MAX_SAFE_INTEGER;

const queryOf = (session: string, { of, range }: SampleView) => ({
  session,
  of,
  fromNs: range?.fromNs ?? 0,
  toNs: range?.toNs ?? endOfTime,
});

const isEmpty = ({ samples, totalNs }: FlameGraph): boolean => samples === 0 || !((totalNs[0] ?? 0) > 0);

function emptyWords({ of, range }: SampleView): string {
  const what = {
    all: 'No program',
    process: 'This process',
    thread: 'This thread',
    task: 'This task',
  }[of.kind];
  const when = range === null ? '' : ' in the chosen time';
  return of.kind === 'all'
    ? `${what} was found on its CPU${when}.`
    : `${what} was not found on its CPU${when}: it was idle, too short to be met by a sample, or cannot be sampled.`;
}
