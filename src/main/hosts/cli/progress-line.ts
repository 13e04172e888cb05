import { formatDuration } from '../../../shared/durations.ts';
import { fromSeconds } from '../../../shared/units.ts';
import { fitText, textWidth } from './text-layout.ts';
import { viewOf } from './text-view.ts';
import type { TextView } from './text-view.ts';

export interface Progress {
  /** What is being done: "thread-pool × 2 · repeat 1 of 3". */
  readonly label: string;
  /** Share of the whole that is done, 0–1; null when nobody knows how long the whole is. */
  readonly fraction: number | null;
  /** Null while nobody can tell. */
  readonly secondsLeft: number | null;
  /** The latest figure worth a glance; the first thing to go on a narrow terminal. */
  readonly detail: string;
}

export interface ProgressLine {
  update(progress: Progress): void;
  /** Writes a line of its own above the progress: a warning, a note. */
  note(line: string): void;
  /** Takes the line away and gives the cursor back. Idempotent. */
  end(): void;
}

/**
 * Shows progress on a stream: on a terminal one line that is redrawn in place, with the cursor hidden; elsewhere (a log, a
 * pipe) one plain line each time the label changes.
 */
export const openProgressLine = (stream: NodeJS.WriteStream): ProgressLine =>
  stream.isTTY ? redrawnLine(stream) : loggedLines(stream);

/** One line that fits the view's width: label, bar, percentage, time left, detail; what does not fit is left out from the end. */
export function renderProgress({ label, fraction, secondsLeft, detail }: Progress, view: TextView): string {
  const done = fraction === null ? null : Math.min(1, Math.max(0, fraction));
  const percentage = done === null ? '' : `${String(Math.floor(done * 100)).padStart(3)} %`;
  const left = secondsLeft === null ? '' : `${formatTimeLeft(secondsLeft)} left`;
  // The last column stays empty: terminals wrap when it is written.
  const columns = Math.min(view.columns, 120) - 1;
  const required = textWidth(percentage);
  const shownLabel = fitText(label, Math.max(0, columns - required - 2));
  let free = columns - required - (shownLabel === '' ? 0 : textWidth(shownLabel) + 2);
  const take = (text: string): string => {
    const width = textWidth(text) + 2;
    if (text === '' || width > free) return '';
    free -= width;
    return text;
  };
  const shownLeft = take(left);
  const barWidth = done !== null && free >= 12 ? Math.min(30, free - 2) : 0;
  free -= barWidth === 0 ? 0 : barWidth + 2;
  const shownDetail = take(detail);
  return [
    view.paint('title', shownLabel),
    bar(done ?? 0, barWidth, view),
    percentage,
    shownLeft,
    view.paint('faint', shownDetail),
  ]
    .filter((part) => textWidth(part) > 0)
    .join('  ');
}

function bar(done: number, width: number, { paint }: TextView): string {
  const filled = Math.round(done * width);
  return width === 0 ? '' : paint('accent', '━'.repeat(filled)) + paint('faint', '─'.repeat(width - filled));
}

/** Whole seconds: a figure that changes with every redraw cannot be read. */
const formatTimeLeft = (seconds: number): string =>
  seconds < 59.5 ? `${Math.max(0, Math.round(seconds))} s` : formatDuration(fromSeconds(Math.round(seconds)));

const hideCursor = '\u001B[?25l';
const showCursor = '\u001B[?25h';
const eraseLine = '\r\u001B[2K';
const redrawEveryMs = 50;

function redrawnLine(stream: NodeJS.WriteStream): ProgressLine {
  let shown: Progress | null = null;
  let drawnAt = Number.NEGATIVE_INFINITY;
  let ended = false;
  const draw = (progress: Progress): void => {
    // The width is asked for each time: people resize terminals.
    stream.write(`${eraseLine}${renderProgress(progress, viewOf(stream))}`);
    drawnAt = performance.now();
  };
  // However the process ends, the terminal gets its cursor back.
  const restore = (): void => {
    stream.write(`${eraseLine}${showCursor}`);
  };
  return {
    update(progress) {
      if (ended) return;
      if (shown === null) {
        stream.write(hideCursor);
        process.once('exit', restore);
      }
      const changed = shown?.label !== progress.label;
      shown = progress;
      if (changed || performance.now() - drawnAt >= redrawEveryMs) draw(progress);
    },
    note(line) {
      stream.write(`${shown === null || ended ? '' : eraseLine}${line}\n`);
      if (shown !== null && !ended) draw(shown);
    },
    end() {
      if (ended) return;
      ended = true;
      if (shown === null) return;
      process.removeListener('exit', restore);
      restore();
    },
  };
}

function loggedLines(stream: NodeJS.WriteStream): ProgressLine {
  let label: string | null = null;
  return {
    update(progress) {
      if (progress.label === label) return;
      label = progress.label;
      stream.write(`${label}\n`);
    },
    note: (line) => {
      stream.write(`${line}\n`);
    },
    end: () => undefined,
  };
}
