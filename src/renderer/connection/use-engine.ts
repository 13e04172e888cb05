import type { EngineApi } from '../../shared/engine-api.ts';
import { useLink, useLinkState } from './use-link.ts';

/**
 * The engine. Every call may reject with a CorelaneError. It is another object after a lost connection and after a
 * restart of the engine, so that effects that depend on it ask (and watch) again.
 */
export function useEngine(): EngineApi {
  const link = useLink();
  return useLinkState().conversation ?? link.engine;
}
