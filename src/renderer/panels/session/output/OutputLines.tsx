import { formatDuration } from '../../../../shared/durations.ts';
import type { LogRow } from '../../../../shared/session.ts';
import { trialNameOf, type LabTrial } from '../configuration.ts';
import { markedParts } from './marked-parts.ts';
import { plainText } from './plain-text.ts';
import { ScrollRegion } from '../ScrollRegion.tsx';
import styles from './OutputLines.module.css';

interface OutputLinesProps {
  readonly rows: readonly LogRow[];
  /** None: what was printed belongs to no trial. */
  readonly trials: readonly LabTrial[];
  /** Marked in the text; empty: nothing. */
  readonly search: string;
}

/** Pieces of output in the order they came. */
export const OutputLines = ({ rows, trials, search }: OutputLinesProps) => (
  <ScrollRegion label="Output" className={styles['scroller']}>
    <table className={styles['table']}>
      <thead>
        <tr>
          <th scope="col">time</th>
          {trials.length > 0 && <th scope="col">trial</th>}
          <th scope="col">stream</th>
          <th scope="col">text</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ time, trial, stream, text }, at) => (
          // Pieces have no identity of their own and never move within a page.
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={at}>
            <td className={styles['time']}>{formatDuration(time)}</td>
            {trials.length > 0 && <td className={styles['trial']}>{trialNameOf(trials, trial)}</td>}
            <td className={stream === 'stderr' ? styles['stderr'] : styles['stdout']}>{stream}</td>
            <td className={styles['text']}>
              <Marked text={plainText(text).replace(/\n$/, '')} search={search} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);

/** The text with every place that matches the search marked. */
const Marked = ({ text, search }: { readonly text: string; readonly search: string }) =>
  markedParts(text, search).map((part, at) =>
    // Parts are told apart by nothing but their order.
    // oxlint-disable-next-line react/no-array-index-key
    at % 2 === 1 ? <mark key={at}>{part}</mark> : part,
  );
