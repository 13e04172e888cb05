import { memo, useMemo } from 'react';
import { CoreLoad } from '../../charts/CoreLoad.tsx';
import { Card } from '../../ui/Card.tsx';
import type { LabTape } from './lab-tape.ts';
import styles from './LiveCoreLoad.module.css';
import { useTapeVersion } from './use-tape-version.ts';

interface LiveCoreLoadProps {
  readonly tape: LabTape;
  /** Curves are the dearest part of the view: on measured cores they cost most of what it takes from them. */
  readonly everyMs: number;
}

/** What each core has done since the lab began. */
export const LiveCoreLoad = memo(({ tape, everyMs }: LiveCoreLoadProps) => {
  const version = useTapeVersion(tape, tape.load.isEmpty ? undefined : everyMs);
  // oxlint-disable-next-line react/exhaustive-deps -- the tape is changed in place; its version says when
  const series = useMemo(() => tape.load.series(), [tape, version]);
  return (
    <Card title="Cores">
      {series.cores.length === 0 ? (
        <p className={styles['waiting']}>Readings come as soon as the first trial begins.</p>
      ) : (
        <CoreLoad series={series} figure="latest" />
      )}
    </Card>
  );
});
