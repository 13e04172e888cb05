import { useEffect, useEffectEvent, useRef } from 'react';
import { readKey, type KeyAction } from './shortcuts.ts';

/** How long the second key of a sequence may take. */
const sequenceMs = 1000;

/** Hears the window's shortcuts, except those of characters where the user types or a dialog is open. */
export function useShortcuts(useCharacters: boolean, act: (action: KeyAction) => void): void {
  const first = useRef<{ readonly key: string; readonly atMs: number } | null>(null);
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat || document.querySelector(modal) !== null) return;
    const begun =
      first.current !== null && event.timeStamp - first.current.atMs < sequenceMs ? first.current : null;
    const result = readKey(event, begun?.key ?? null, useCharacters && !isTypedInto(event.target));
    first.current = result?.type === 'then' ? { key: result.first, atMs: event.timeStamp } : null;
    if (result === null || result.type === 'then') return;
    event.preventDefault();
    act(result);
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }, []);
}

const modal = '[role$="dialog"]';

const isTypedInto = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest('input, textarea, select, [role="listbox"], [role="menu"]') !== null);
