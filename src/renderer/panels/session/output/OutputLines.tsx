import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import { formatDuration } from '../../../../shared/durations.ts';
import type { LogPage, OutputPiece } from '../../../../shared/session-queries.ts';
import { plainText } from '../../../format/plain-text.ts';
import { printedLines } from '../../../format/printed-lines.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { trialNameOf, type LabTrial } from '../configuration.ts';
import { ScrollRegion } from '../ScrollRegion.tsx';
import type { WantedPiece } from '../task-focus.tsx';
import { markedParts } from './marked-parts.ts';
import styles from './OutputLines.module.css';

interface OutputLinesProps {
  readonly page: LogPage;
  /** None: what was printed belongs to no trial, or there is no room to say to which. */
  readonly trials: readonly LabTrial[];
  /** Marked in the text; empty: nothing. */
  readonly search: string;
  /** The piece that is marked, and scrolled to once it is there. */
  readonly current: WantedPiece | null;
  /** Whether that piece takes the focus, too. */
  readonly takesFocus?: boolean;
  /** Goes to the moment of a piece on the timeline. */
  readonly onMoment: (piece: OutputPiece) => void;
}

/** Pieces of output in the order they came, each with a way to its moment on the timeline. */
export function OutputLines(props: OutputLinesProps) {
  const { page, trials, search, current, takesFocus = false, onMoment } = props;
  const { numbers, rows } = page;
  const body = useRef<HTMLTableSectionElement>(null);
  useArrival(body, current, numbers, takesFocus);
  const tabStop = current !== null && numbers.includes(current.number) ? current.number : numbers[0];
  return (
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
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys that its buttons are pressed with */}
        <tbody ref={body} onKeyDown={moveBetweenRows}>
          {rows.map(({ time, trial, stream, text }, at) => {
            const number = numbers[at] ?? at;
            const moment = formatDuration(time);
            return (
              <tr key={number} data-piece={number} aria-current={number === current?.number || undefined}>
                <td className={styles['time']}>
                  <button
                    type="button"
                    className={styles['moment']}
                    title="Show this moment on the timeline"
                    aria-label={`${moment}: show on the timeline`}
                    tabIndex={number === tabStop ? 0 : -1}
                    onClick={() =>
                      onMoment({
                        number,
                        stream,
                        trial,
                        timeNs: time,
                        text,
                        lines: printedLines(text).length,
                      })
                    }
                  >
                    <Icon name="timeline" size={14} />
                    {moment}
                  </button>
                </td>
                {trials.length > 0 && <td className={styles['trial']}>{trialNameOf(trials, trial)}</td>}
                <td className={stream === 'stderr' ? styles['stderr'] : styles['stdout']}>{stream}</td>
                <td className={styles['text']}>
                  <Marked text={plainText(text).replace(/\n$/, '')} search={search} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** Scrolls to a piece that is wanted, once for each time that it is and as soon as it is on the page. */
function useArrival(
  body: RefObject<HTMLTableSectionElement | null>,
  wanted: WantedPiece | null,
  numbers: readonly number[],
  takesFocus: boolean,
): void {
  const arrived = useRef<WantedPiece | null>(null);
  useEffect(() => {
    if (wanted === null || arrived.current === wanted || !numbers.includes(wanted.number)) return;
    arrived.current = wanted;
    const row = body.current?.querySelector<HTMLElement>(`[data-piece="${wanted.number}"]`);
    // Of what is longer than its place, the beginning.
    row?.scrollIntoView({ block: row.offsetHeight > window.innerHeight / 4 ? 'start' : 'center' });
    if (takesFocus) row?.querySelector('button')?.focus({ preventScroll: true });
  }, [body, wanted, numbers, takesFocus]);
}

/** Up and down go from row to row: a page of hundreds has one tab stop. */
function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (by === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const next = buttons[buttons.findIndex((button) => button === document.activeElement) + by];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

/** The text with every place that matches the search marked. */
const Marked = ({ text, search }: { readonly text: string; readonly search: string }) =>
  markedParts(text, search).map((part, at) =>
    // Parts are told apart by nothing but their order.
    // oxlint-disable-next-line react/no-array-index-key
    at % 2 === 1 ? <mark key={at}>{part}</mark> : part,
  );
