import { useCallback, useEffect, useState } from 'react';
import { useEngine } from '../../connection/use-engine.ts';
import type { Settings } from '../../../shared/workplace.ts';
import { useToasts } from '../../ui/use-toasts.ts';

const shownMs = 2000;

/** Changes settings at once. `isSaved` holds for a moment after each change, for a quiet word about it. */
export function useChangeSettings(): {
  readonly change: (change: Partial<Settings>) => void;
  readonly isSaved: boolean;
} {
  const engine = useEngine();
  const toasts = useToasts();
  const [savedAtMs, setSavedAtMs] = useState<number | null>(null);
  useEffect(() => {
    if (savedAtMs === null) return undefined;
    const timer = setTimeout(() => setSavedAtMs(null), shownMs);
    return () => clearTimeout(timer);
  }, [savedAtMs]);
  const change = useCallback(
    (settings: Partial<Settings>) => {
      engine.changeSettings(settings).then(() => setSavedAtMs(performance.now()), toasts.showError);
    },
    [engine, toasts],
  );
  return { change, isSaved: savedAtMs !== null };
}
