import type { Call } from '../../connection/use-call.ts';

/** What is shown of a call: its answer, or the one before while a new one is on its way. Null: nothing yet, or it failed. */
export const knownAnswer = <T>(call: Call<T>): T | null =>
  call.state === 'ready' ? call.value : call.state === 'loading' ? call.previous : null;
