import { useEffect, useEffectEvent } from 'react';
import type { WindowApi } from '../../shared/engine-api.ts';
import { useLink } from './use-link.ts';

/** Hears an event of the engine while the component is mounted; `handler` may change from one rendering to the next. */
export function useEvent<E extends keyof WindowApi>(
  name: E,
  handler: (...about: Parameters<WindowApi[E]>) => void,
): void {
  const link = useLink();
  const hear = useEffectEvent((...about: Parameters<WindowApi[E]>) => handler(...about));
  useEffect(() => link.on(name, (...about) => hear(...about)), [link, name]);
}
