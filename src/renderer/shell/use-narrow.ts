import { useSyncExternalStore } from 'react';

// The same as in Rail.module.css.
const narrow = window.matchMedia('(width < 1000px)');

const subscribe = (changed: () => void): (() => void) => {
  narrow.addEventListener('change', changed);
  return () => narrow.removeEventListener('change', changed);
};

/** The rail shows icons only. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches);
