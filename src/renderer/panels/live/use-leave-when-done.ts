import { useEffect, useEffectEvent } from 'react';

/** Long enough to read that it is done. */
const readingMs = 1500;
const interactions = ['pointerdown', 'keydown', 'wheel'] as const;

/** Calls `leave` a moment after `isDone`, unless the user does something meanwhile: then the screen is theirs. */
export function useLeaveWhenDone(isDone: boolean, leave: () => void): void {
  const go = useEffectEvent(leave);
  useEffect(() => {
    if (!isDone) return undefined;
    const timer = setTimeout(() => go(), readingMs);
    const stay = () => clearTimeout(timer);
    for (const event of interactions) window.addEventListener(event, stay, { passive: true });
    return () => {
      stay();
      for (const event of interactions) window.removeEventListener(event, stay);
    };
  }, [isDone]);
}
