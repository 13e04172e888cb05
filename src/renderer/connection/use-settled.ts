import { useEffect, useState } from 'react';

/** `value` once it has stayed the same for `quietMs`: what is asked of the engine need not follow every key. */
export function useSettled<T>(value: T, quietMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), quietMs);
    return () => clearTimeout(timer);
  }, [value, quietMs]);
  return settled;
}
