import { useSyncExternalStore } from 'react';
import { LinkContext } from './contexts.ts';
import type { Link, LinkState } from './link.ts';
import { useProvided } from './provided.ts';

/** The window's end of the connection itself: for the shell; screens use the engine. */
export const useLink = (): Link => useProvided(LinkContext);

export function useLinkState(): LinkState {
  const link = useLink();
  return useSyncExternalStore(link.onChange, () => link.state);
}
