import { useEffect, useMemo, useState } from 'react';
import { useCall } from '../connection/use-call.ts';
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
  readonly step: (by: 1 | -1) => FoundTask | null;
}

/** Tasks by number, outcome, executor or worker, one hit after the other. The same object while nothing of it changes. */
export function useTaskSearch(session: string): TaskSearch {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [position, setPosition] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      setAsked(text.trim());
      setPosition(null);
    }, typingMs);
    return () => clearTimeout(timer);
  }, [text]);
  const answer = useCall(
    async (engine) => (asked === '' ? null : engine.findTasks({ session, text: asked, limit: mostHits })),
    [session, asked],
  );
  const found = answer.state === 'ready' && asked === text.trim() ? answer.value : null;
  return useMemo(
    () => ({
      text,
      setText,
      total: found?.total ?? null,
      hits: found !== null && found.tasks.length === found.total ? found.tasks : null,
      position,
      step: (by) => {
        const hits = found?.tasks ?? [];
        if (hits.length === 0) return null;
        const start = position ?? (by === 1 ? -1 : 0);
        const next = (start + by + hits.length) % hits.length;
        setPosition(next);
        return hits[next] ?? null;
      },
    }),
    [text, found, position],
  );
}
