import { useCallback, useEffect, useRef } from 'react';

/** A function that stays the same and always calls the latest `act`: so that what it is handed to is drawn anew only for other reasons. */
export function useStable<A extends readonly unknown[]>(act: (...args: A) => void): (...args: A) => void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  }, [act]);
  return useCallback((...args: A) => latest.current(...args), []);
}
