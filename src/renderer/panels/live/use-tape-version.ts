import { useEffect, useState } from 'react';
import type { LabTape } from './lab-tape.ts';

/** Often enough for figures and curves; canvases are painted from the tape directly. */
const everyMs = 400;

/** Renders the component when the tape has changed, two or three times a second, and not at all while nobody can see it. */
export function useTapeVersion(tape: LabTape): number {
  const [version, setVersion] = useState(tape.version);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const show = () => {
      timer = null;
      if (!document.hidden) setVersion(tape.version);
    };
    const schedule = () => {
      timer ??= setTimeout(show, everyMs);
    };
    const stop = tape.onChange(schedule);
    document.addEventListener('visibilitychange', schedule);
    return () => {
      stop();
      document.removeEventListener('visibilitychange', schedule);
      if (timer !== null) clearTimeout(timer);
    };
  }, [tape]);
  return version;
}
