import { formatShare } from '../../../shared/figures.ts';
import type { Job } from '../../../shared/jobs.ts';
import { Button } from '../../ui/Button.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import styles from './ExportProgress.module.css';

interface ExportProgressProps {
  /** Null: not heard of yet. */
  readonly job: Job | null;
  readonly onCancel: () => void;
}

export const ExportProgress = ({ job, onCancel }: ExportProgressProps) => {
  const fraction = job?.work.kind === 'export' ? job.work.fraction : null;
  const isStopping = job?.state.type === 'stopping';
  return (
    <div className={styles['progress']}>
      <p className={styles['words']}>
        <span>{isStopping ? 'Stopping…' : 'Exporting…'}</span>
        <span className="figure">{formatShare(fraction)}</span>
      </p>
      <ProgressBar value={fraction} label="Progress of the export" />
      <Button icon="close" disabled={isStopping} onClick={onCancel}>
        Cancel the export
      </Button>
    </div>
  );
};
