import { useState } from 'react';
import { useCall } from '../../connection/use-call.ts';
import { useRoute } from '../../connection/use-route.ts';
import type { Comparison } from '../../../shared/comparison.ts';
import type { CorelaneError } from '../../../shared/errors.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { ComparedDistributions } from './ComparedDistributions.tsx';
import { ComparedPair } from './ComparedPair.tsx';
import styles from './CompareScreen.module.css';
import { MetricTable } from './MetricTable.tsx';
import { sessionName } from './session-name.ts';
import { SubjectChoice } from './SubjectChoice.tsx';

interface CompareScreenProps {
  /** Paths of the sessions' files. */
  readonly a: string;
  readonly b: string;
}

/** Two sessions side by side: what differs, by how much, and whether chance explains it. */
export function CompareScreen({ a, b }: CompareScreenProps) {
  const call = useCall((engine) => engine.compare(a, b), [a, b]);
  const known = call.state === 'ready' ? call.value : null;
  return (
    <Screen
      title="Compare"
      subtitle={`${sessionName(a)} and ${sessionName(b)}`}
      actions={<Actions a={a} b={b} />}
    >
      {call.state === 'loading' && (
        <div className={styles['waiting']}>
          <Spinner label="Reading both sessions…" />
        </div>
      )}
      {call.state === 'failed' && <Refused error={call.error} retry={call.retry} />}
      {known !== null && <Contents comparison={known} />}
    </Screen>
  );
}

function Actions({ a, b }: CompareScreenProps) {
  const [, go] = useRoute();
  return (
    <>
      <Button icon="refresh" onClick={() => go({ screen: 'compare', a: b, b: a }, 'replace')}>
        Swap A and B
      </Button>
      <Button icon="sessions" onClick={() => go({ screen: 'sessions' })}>
        Other sessions
      </Button>
    </>
  );
}

const Refused = ({ error, retry }: { readonly error: CorelaneError; readonly retry: () => void }) => (
  <EmptyState
    icon="warning"
    title="These sessions cannot be compared"
    action={<Button onClick={retry}>Try again</Button>}
  >
    <p>{error.message}</p>
    <p>{error.remedy}</p>
  </EmptyState>
);

function Contents({ comparison: { report, distributions } }: { readonly comparison: Comparison }) {
  const { subjects, metrics, warnings, notes } = report;
  const [wanted, setWanted] = useState<string | null>(null);
  const chosen = subjects.find(({ name }) => name === wanted) ?? subjects[0];
  const distribution = distributions.find(({ subject }) => subject === chosen?.name);
  return (
    <div className={styles['contents']}>
      <ComparedPair report={report} />
      {warnings.length > 0 && (
        <Notice tone="warning" title="What else may be behind a difference">
          <ul className={styles['warnings']}>
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Notice>
      )}
      {chosen === undefined ? (
        <EmptyState icon="chart" title="They have nothing in common">
          No configuration ran in both sessions. Record one of them again with an executor of the other.
        </EmptyState>
      ) : (
        <>
          {subjects.length > 1 && <SubjectChoice report={report} chosen={chosen.name} onChoose={setWanted} />}
          <MetricTable
            subject={chosen.name}
            metrics={metrics.filter(({ subject }) => subject === chosen.name)}
          />
          {distribution === undefined ? (
            <p className={styles['note']}>{whyNoDistribution(chosen.kind)}</p>
          ) : (
            <ComparedDistributions distribution={distribution} />
          )}
        </>
      )}
      {(['a', 'b'] as const)
        .filter((which) => report.only_in[which].length > 0)
        .map((which) => (
          <p key={which} className={styles['note']}>
            Only in {which.toUpperCase()}: {report.only_in[which].join(', ')}.
          </p>
        ))}
      {notes.map((note) => (
        <p key={note} className={styles['note']}>
          {note}
        </p>
      ))}
    </div>
  );
}

const whyNoDistribution = (kind: string): string =>
  kind === 'run'
    ? 'A run is one value. Where both programs handed tasks to the same API and these were traced, they are compared one API each.'
    : 'No durations of tasks were stored of these.';
