import { startTransition, useCallback, useEffect, useOptimistic, useState } from 'react';
import { useEngine } from '../../connection/use-engine.ts';
import { useSurroundings } from '../../connection/use-surroundings.ts';
import type { Settings } from '../../../shared/workplace.ts';
import { useToasts } from '../../ui/use-toasts.ts';

const shownMs = 2000;

/**
 * The settings, and the way to change them. They show a change at once and fall back when the engine refuses it; `isSaved` holds
 * for a moment after each, for a quiet word about it.
 */
export function useChangeSettings(): {
  readonly settings: Settings;
  readonly change: (change: Partial<Settings>) => void;
  readonly isSaved: boolean;
} {
  const engine = useEngine();
  const toasts = useToasts();
  const [settings, showChange] = useOptimistic(
    useSurroundings().settings,
    (kept, change: Partial<Settings>) => ({ ...kept, ...change }),
  );
  const [savedAtMs, setSavedAtMs] = useState<number | null>(null);
  useEffect(() => {
    if (savedAtMs === null) return undefined;
    const timer = setTimeout(() => setSavedAtMs(null), shownMs);
    return () => clearTimeout(timer);
  }, [savedAtMs]);
  const change = useCallback(
    (wanted: Partial<Settings>) =>
      startTransition(async () => {
        showChange(wanted);
        try {
          await engine.changeSettings(wanted);
          setSavedAtMs(performance.now());
        } catch (thrown) {
          toasts.showError(thrown);
        }
      }),
    [engine, toasts, showChange],
  );
  return { settings, change, isSaved: savedAtMs !== null };
}
