import { useContext, type Context } from 'react';

/** A context's value, which the shell provides. */
export function useProvided<T>(context: Context<T | null>): T {
  const value = useContext(context);
  if (value === null) throw new Error('used outside of the shell');
  return value;
}
