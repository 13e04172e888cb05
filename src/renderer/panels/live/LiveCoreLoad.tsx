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
  /** What to wait for, while nothing was read yet. */
  readonly waiting: string;
}

/** What each core has done since the recording began. */
export const LiveCoreLoad = memo(({ tape, everyMs, waiting }: LiveCoreLoadProps) => {
  const version = useTapeVersion(tape, tape.load.isEmpty ? undefined : everyMs);
  // oxlint-disable-next-line react/exhaustive-deps -- the tape is changed in place; its version says when
  const series = useMemo(() => tape.load.series(), [tape, version]);
  return (
    <Card title="Cores">
      {series.cores.length === 0 ? (
        <p className={styles['waiting']}>{waiting}</p>
      ) : (
        <CoreLoad series={series} figure="latest" />
      )}
    </Card>
  );
});
