import { useContext, useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { EngineApi, WindowApi } from '../../shared/engine-api.ts';
import type { Job, JobId } from '../../shared/jobs.ts';
import type { Surroundings } from '../../shared/workplace.ts';
import {
  ExportContext,
  FileChooserContext,
  LinkContext,
  SurroundingsContext,
  type FileChooser,
  type KnownSurroundings,
  type OpenExport,
} from './contexts.ts';
import type { Link, LinkState } from './link.ts';

/** What screens use of the connection. See also use-call.ts and use-route.ts. */

export const useLink = (): Link => provided(useContext(LinkContext));

export function useLinkState(): LinkState {
  const link = useLink();
  return useSyncExternalStore(link.onChange, () => link.state);
}

/**
 * The engine. Every call may reject with a CorelaneError. It is another object after a lost connection and after a
 * restart of the engine, so that effects that depend on it ask (and watch) again.
 */
export function useEngine(): EngineApi {
  const link = useLink();
  return useLinkState().conversation ?? link.engine;
}

/** Hears an event of the engine while the component is mounted; `handler` may change from one rendering to the next. */
export function useEvent<E extends keyof WindowApi>(
  name: E,
  handler: (...about: Parameters<WindowApi[E]>) => void,
): void {
  const link = useLink();
  const hear = useEffectEvent((...about: Parameters<WindowApi[E]>) => handler(...about));
  useEffect(() => link.on(name, (...about) => hear(...about)), [link, name]);
}

const useKnown = (): KnownSurroundings => provided(useContext(SurroundingsContext));

/** The machine, the settings and the jobs; settings and jobs are kept up to date. */
export const useSurroundings = (): Surroundings => useKnown().surroundings;

/** The jobs under way, and those that ended while this window was open. */
export const useJobs = (): readonly Job[] => useKnown().jobs;

export const useJob = (id: JobId): Job | null => useJobs().find((job) => job.id === id) ?? null;

export const useFileChooser = (): FileChooser => provided(useContext(FileChooserContext));

/** Opens the export dialog for the session at a path. */
export const useExportDialog = (): OpenExport => provided(useContext(ExportContext));

function provided<T>(value: T | null): T {
  if (value === null) throw new Error('used outside of the shell');
  return value;
}
