import { memo, useLayoutEffect, useRef, useState } from 'react';
import { formatDuration } from '../../../../shared/durations.ts';
import { counted, formatCount } from '../../../../shared/figures.ts';
import { asNanoseconds } from '../../../../shared/units.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { plainText } from '../../../format/plain-text.ts';
import type { LabTape } from '../lab-tape.ts';
import type { OutputLine } from '../output-tail.ts';
import { useTapeVersion } from '../use-tape-version.ts';
import styles from './LiveOutput.module.css';

interface LiveOutputProps {
  readonly tape: LabTape;
  /** Characters beyond the limit of what is kept. */
  readonly dropped: number;
}

/** Nearer to the end than this is at the end: fractions of pixels add up. */
const nearEndPx = 8;

/** What the program prints, as it comes. It follows the end until somebody scrolls back. */
export const LiveOutput = memo(({ tape, dropped }: LiveOutputProps) => {
  const version = useTapeVersion(tape);
  const { lines, earlier } = tape.output;
  const scroller = useRef<HTMLElement>(null);
  const [follows, setFollows] = useState(true);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (follows && element !== null) element.scrollTop = element.scrollHeight;
    // oxlint-disable-next-line react/exhaustive-deps -- the tape is changed in place; its version says when
  }, [version, follows]);
  return (
    <Card
      title="Output"
      aside={
        follows ? (
          lines.length > 0 && counted(earlier + lines.length, 'line')
        ) : (
          <Button size="small" icon="down" onClick={() => setFollows(true)}>
            Follow the end
          </Button>
        )
      }
    >
      <section
        ref={scroller}
        className={styles['scroll']}
        tabIndex={0}
        aria-label="Output so far"
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
          setFollows(scrollHeight - scrollTop - clientHeight < nearEndPx)
        }
      >
        {earlier > 0 && (
          <p className={styles['note']}>{formatCount(earlier)} earlier lines are in the session.</p>
        )}
        {lines.length === 0 && <p className={styles['note']}>Nothing was printed so far.</p>}
        {lines.map((line) => (
          <Line key={line.number} line={line} />
        ))}
        {dropped > 0 && (
          <p className={styles['note']}>
            {formatCount(dropped)} characters were beyond what a session keeps, and are dropped.
          </p>
        )}
      </section>
    </Card>
  );
});

const Line = memo(({ line: { stream, timeNs, text } }: { readonly line: OutputLine }) => (
  <p className={`${styles['line']} ${stream === 'stderr' ? styles['stderr'] : ''}`}>
    <span className={styles['time']} aria-hidden="true">
      {formatDuration(asNanoseconds(timeNs))}
    </span>
    <span className={styles['stream']}>{stream === 'stderr' ? 'err' : ''}</span>
    <span className={styles['text']}>{plainText(text)}</span>
  </p>
));
