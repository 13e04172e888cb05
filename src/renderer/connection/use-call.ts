import { useEffect, useEffectEvent, useState, type DependencyList } from 'react';
import type { EngineApi } from '../../shared/engine-api.ts';
import { CorelaneError, fromEnvelope, toEnvelope } from '../../shared/errors.ts';
import { useLink, useLinkState } from './use-link.ts';

export type Call<T> =
  | { readonly state: 'loading'; readonly previous: T | null }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly error: CorelaneError; readonly retry: () => void };

type Outcome<T> = { readonly value: T } | { readonly error: CorelaneError };

interface Answer<T> {
  /** The deps it answers. */
  readonly to: DependencyList | null;
  readonly outcome: Outcome<T> | null;
  /** The last value there was, whatever it answered. */
  readonly lastValue: T | null;
}

/**
 * What the engine answers to `call`, asked again whenever one of `deps` changes, and after a lost connection or a
 * restart of the engine, for which the last answer stays in sight. Answers to earlier deps are dropped.
 */
export function useCall<T>(call: (engine: EngineApi) => Promise<T>, deps: DependencyList): Call<T> {
  const link = useLink();
  const { conversation } = useLinkState();
  const asked = useSameWhileEqual(deps);
  const [answer, setAnswer] = useState<Answer<T>>({ to: null, outcome: null, lastValue: null });
  const [again, setAgain] = useState(0);
  const ask = useEffectEvent((engine: EngineApi, _attempt: number) => call(engine));

  useEffect(() => {
    if (conversation === null) return undefined;
    let isLate = false;
    ask(conversation, again).then(
      (value) => {
        if (!isLate) setAnswer({ to: asked, outcome: { value }, lastValue: value });
      },
      (thrown: unknown) => {
        // Cut off by the end of its conversation: the next one asks again.
        if (isLate || link.state.conversation !== conversation) return;
        const error = thrown instanceof CorelaneError ? thrown : fromEnvelope(toEnvelope(thrown));
        setAnswer(({ lastValue }) => ({ to: asked, outcome: { error }, lastValue }));
      },
    );
    return () => {
      isLate = true;
    };
  }, [link, conversation, asked, again]);

  const outcome = answer.to === asked ? answer.outcome : null;
  if (outcome === null) return { state: 'loading', previous: answer.lastValue };
  if ('value' in outcome) return { state: 'ready', value: outcome.value };
  return {
    state: 'failed',
    error: outcome.error,
    retry: () => {
      setAnswer(({ lastValue }) => ({ to: asked, outcome: null, lastValue }));
      setAgain((count) => count + 1);
    },
  };
}

/** The same array for as long as its elements are the same. */
function useSameWhileEqual(deps: DependencyList): DependencyList {
  const [kept, setKept] = useState(deps);
  if (kept.length === deps.length && kept.every((element, at) => Object.is(element, deps[at]))) return kept;
  setKept(deps);
  return deps;
}
