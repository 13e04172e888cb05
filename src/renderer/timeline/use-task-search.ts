import { useEffect, useMemo, useState } from 'react';
import { useCall } from '../connection/use-call.ts';
import { useEngine } from '../connection/use-engine.ts';
import type { FoundTask } from '../../shared/session-queries.ts';

/** Further hits are counted, and not gone to one by one. */
const mostHits = 1000;
/** Long enough for the next letter to come. */
const typingMs = 150;

export interface TaskSearch {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** Null while nothing is searched, or the answer is under way. */
  readonly total: number | null;
  /** What is found, for as long as it is few enough to be told one by one; null: nothing is searched, or too much is found. */
  readonly hits: readonly FoundTask[] | null;
  /** Which hit was gone to last, from 0; null: none. */
  readonly position: number | null;
  /** Goes on by so many hits, around the ends. Gives the one arrived at; null: there is none. */
  readonly step: (by: 1 | -1) => Promise<FoundTask | null>;
}

/** Tasks by number, outcome, executor or worker, one hit after the other. The same object while nothing of it changes. */
export function useTaskSearch(session: string): TaskSearch {
  const engine = useEngine();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [position, setPosition] = useState<number | null>(null);
  const wanted = text.trim();
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), typingMs);
    return () => clearTimeout(timer);
  }, [wanted]);
  const answer = useCall(
    async (remote) => (asked === '' ? null : remote.findTasks({ session, text: asked, limit: mostHits })),
    [session, asked],
  );
  const found = answer.state === 'ready' && asked === wanted ? answer.value : null;
  return useMemo(
    () => ({
      text,
      setText: (typed) => {
        setText(typed);
        setPosition(null);
      },
      total: found?.total ?? null,
      hits: found !== null && found.tasks.length === found.total ? found.tasks : null,
      position,
      step: async (by) => {
        if (wanted === '') return null;
        // Enter often comes before the answer to the last letter.
        const { tasks } = found ?? (await engine.findTasks({ session, text: wanted, limit: mostHits }));
        if (tasks.length === 0) return null;
        const start = position ?? (by === 1 ? -1 : 0);
        const next = (start + by + tasks.length) % tasks.length;
        setPosition(next);
        return tasks[next] ?? null;
      },
    }),
    [engine, session, text, wanted, found, position],
  );
}
