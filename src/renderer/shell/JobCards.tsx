import { useEngine } from '../connection/use-engine.ts';
import { useJobs } from '../connection/use-jobs.ts';
import { formatShare } from '../../shared/figures.ts';
import { isUnderWay, type Job } from '../../shared/jobs.ts';
import { formatRoute, type Route } from '../../shared/route.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';
import { Tooltip } from '../ui/Tooltip.tsx';
import { Truncated } from '../ui/Truncated.tsx';
import { useToasts } from '../ui/use-toasts.ts';
import styles from './JobCards.module.css';
import { jobWords, type JobWords } from './job-words.ts';

interface JobCardsProps {
  readonly route: Route;
  readonly isNarrow: boolean;
}

/** What is under way, wherever one is in the app. What one is looking at is not said twice. */
export const JobCards = ({ route, isNarrow }: JobCardsProps) => {
  const jobs = useJobs().filter(
    (job) => isUnderWay(job) && !(route.screen === 'live' && route.job === job.id),
  );
  return jobs.map((job) =>
    job.work.kind === 'export' ? (
      <ExportCard key={job.id} job={job} isNarrow={isNarrow} />
    ) : (
      <MeasurementCard key={job.id} job={job} isNarrow={isNarrow} />
    ),
  );
};

interface JobCardProps {
  readonly job: Job;
  readonly isNarrow: boolean;
}

const MeasurementCard = ({ job, isNarrow }: JobCardProps) => {
  const words = jobWords(job);
  return (
    <Tooltip content={`${words.name}: ${words.progress}`} side="right" disabled={!isNarrow}>
      <a className={styles['card']} href={formatRoute({ screen: 'live', job: job.id })}>
        <Words words={words} />
      </a>
    </Tooltip>
  );
};

const ExportCard = ({ job, isNarrow }: JobCardProps) => {
  const engine = useEngine();
  const toasts = useToasts();
  const words = jobWords(job);
  return (
    <Tooltip content={`${words.name}: ${words.progress}`} side="right" disabled={!isNarrow}>
      <div className={styles['card']}>
        <Words words={words} />
        <IconButton
          icon="close"
          label={`Cancel the export of ${words.name}`}
          className={styles['cancel'] ?? ''}
          disabled={job.state.type === 'stopping'}
          onClick={() => void engine.cancelJob(job.id).catch(toasts.showError)}
        />
      </div>
    </Tooltip>
  );
};

const Words = ({ words: { name, progress, fraction } }: { readonly words: JobWords }) => (
  <div className={styles['words']}>
    <Truncated text={name} className={styles['name'] ?? ''} />
    <span className={styles['progress']}>{progress}</span>
    <span className={styles['share']} aria-hidden="true">
      {formatShare(fraction)}
    </span>
    <ProgressBar value={fraction} label={`Progress of ${name}`} />
  </div>
);
