import { useEffect, useState } from 'react';
import type { LabTape } from './lab-tape.ts';

/** Often enough for figures and curves; canvases are painted from the tape directly. */
const usualMs = 400;

/** Renders the component when the tape has changed, two or three times a second or as often as told, and not at all while nobody can see it. */
export function useTapeVersion(tape: LabTape, everyMs = usualMs): number {
  const [version, setVersion] = useState(tape.version);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let shownAtMs = -Infinity;
    const show = () => {
      timer = null;
      if (document.hidden) return;
      shownAtMs = performance.now();
      setVersion(tape.version);
    };
    const schedule = () => {
      // After a pause at once, in the frame in which the canvas is painted.
      const waitMs = shownAtMs + everyMs - performance.now();
      if (waitMs > 0) timer ??= setTimeout(show, waitMs);
      else if (timer === null) show();
    };
    const stop = tape.onChange(schedule);
    document.addEventListener('visibilitychange', schedule);
    return () => {
      stop();
      document.removeEventListener('visibilitychange', schedule);
      if (timer !== null) clearTimeout(timer);
    };
  }, [tape, everyMs]);
  return version;
}
