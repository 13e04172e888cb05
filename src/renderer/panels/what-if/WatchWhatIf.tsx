import { useState } from 'react';
import { formatMilliseconds } from '../../../shared/figures.ts';
import { isUnderWay, type Job, type WhatIfWork } from '../../../shared/jobs.ts';
import { whatIfTitle, type WhatIfProgress } from '../../../shared/what-if.ts';
import { useEngine } from '../../connection/use-engine.ts';
import { useRoute } from '../../connection/use-route.ts';
import { Button } from '../../ui/Button.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useToasts } from '../../ui/use-toasts.ts';
import { JobEnding } from '../live/JobEnding.tsx';
import { LiveCoreLoad } from '../live/LiveCoreLoad.tsx';
import { LiveOutput } from '../live/profile/LiveOutput.tsx';
import { useLabTape } from '../live/use-lab-tape.ts';
import { useLeaveWhenDone } from '../live/use-leave-when-done.ts';
import columns from '../live/WatchLab.module.css';
import styles from './WatchWhatIf.module.css';

interface WatchWhatIfProps {
  readonly job: Job;
  readonly work: WhatIfWork;
}

/** A what-if while it runs: which run it is, what the cores do, and what the script prints. */
export const WatchWhatIf = ({ job, work }: WatchWhatIfProps) => {
  const [, go] = useRoute();
  const tape = useLabTape(job.id);
  const openSession = () => go({ screen: 'session', session: work.session, tab: 'summary' }, 'replace');
  useLeaveWhenDone(job.state.type === 'done', openSession);
  const underWay = isUnderWay(job);
  return (
    <Screen
      title={`${work.script} with ${whatIfTitle(work.swap, work.workers)}`}
      actions={underWay && <StopWhatIf job={job} />}
    >
      {underWay ? (
        <WhatIfState progress={work.progress} />
      ) : (
        <JobEnding words={endingWords} state={job.state} onOpenSession={openSession} />
      )}
      {(underWay || tape.version > 0) && (
        <div className={columns['columns']}>
          <div className={columns['column']}>
            <LiveCoreLoad
              tape={tape}
              everyMs={5 * work.liveEveryMs}
              waiting="Readings come as soon as the script runs."
            />
          </div>
          <LiveOutput tape={tape} dropped={0} />
        </div>
      )}
    </Screen>
  );
};

const phases: Readonly<Record<WhatIfProgress['phase'], string>> = {
  starting: 'Starting',
  rehearsal: 'As it is, once, so that later runs begin alike',
  guarded: 'Under guard: each call is checked before it is swapped',
  baseline: 'As it is',
  variant: 'With the change',
  finishing: 'Comparing, and writing the session',
};

function WhatIfState({ progress }: { readonly progress: WhatIfProgress | null }) {
  const { phase = 'starting', runsDone = 0, runsPlanned = 1, elapsedNs = 0 } = progress ?? {};
  const runs = phase === 'finishing' ? runsDone : Math.min(runsDone + 1, runsPlanned);
  return (
    <div className={styles['state']}>
      <p className={styles['phase']}>
        <span>{phases[phase]}</span>
        <span className="figure">
          run {runs} of {runsPlanned} · {formatMilliseconds(Math.floor(elapsedNs / 1e9) * 1e3)}
        </span>
      </p>
      <ProgressBar value={runsDone / runsPlanned} label="Progress of the what-if" />
    </div>
  );
}

function StopWhatIf({ job }: { readonly job: Job }) {
  const engine = useEngine();
  const { showError } = useToasts();
  const [isAsked, setIsAsked] = useState(false);
  const isStopping = isAsked || job.state.type === 'stopping';
  const stop = () => {
    setIsAsked(true);
    engine.cancelJob(job.id).catch((thrown: unknown) => {
      setIsAsked(false);
      showError(thrown);
    });
  };
  return (
    <Button icon="stop" aria-disabled={isStopping} onClick={isStopping ? undefined : stop}>
      {isStopping ? 'Stopping…' : 'Stop'}
    </Button>
  );
}

const endingWords = {
  done: 'All runs were made, and the session is written.',
  stopped: 'Stopped before all runs were made',
  kept: 'The runs until then are kept; nothing is compared.',
  nothingKept: 'Nothing had been run yet.',
};
