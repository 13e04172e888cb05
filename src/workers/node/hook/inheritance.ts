import { requireOption } from '../../../shared/node-options.ts';

/**
 * Which environment a thread or process started by the program gets, so that it is traced, too.
 *
 * Who starts something with an environment of its own making (`{ PATH: … }`) says nothing about the trace: it is added. Who copies the
 * environment and takes NODE_OPTIONS out, or empties it, does not want options of this process there: that is respected.
 */
export interface Inherited {
  readonly NODE_OPTIONS: string;
  readonly CORELANE_TRACE: string;
}

/** What of the environment decides. */
export interface GivenEnvironment {
  readonly nodeOptions: string | undefined;
  readonly folder: string | undefined;
}

/** What has to be set. Null: all is there, or was taken out on purpose. */
export function missingFrom(given: GivenEnvironment, hook: string, folder: string): Inherited | null {
  const { nodeOptions } = given;
  const option = requireOption(hook);
  if (nodeOptions === undefined) {
    return given.folder === undefined ? { NODE_OPTIONS: option, CORELANE_TRACE: folder } : null;
  }
  if (nodeOptions.trim() === '') return null;
  const has = nodeOptions.includes(option);
  if (has && given.folder !== undefined) return null;
  return { NODE_OPTIONS: has ? nodeOptions : `${option} ${nodeOptions}`, CORELANE_TRACE: folder };
}

/** Under Node's permission model a hook that may not be read would keep the program from starting. */
export const isConfined = (words: readonly string[]): boolean =>
  words.some((word) => word === '--permission' || word === '--experimental-permission');

/** The options without the hook. */
export const withoutHook = (nodeOptions: string, hook: string): string =>
  nodeOptions.replace(requireOption(hook), '').trim();
