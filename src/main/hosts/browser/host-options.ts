import { parseArgs } from 'node:util';

/** How `corelane open` starts the browser host. */
export interface HostOptions {
  /** Where the window begins, as the hash of its URL; '' for the start. */
  readonly route: string;
  /** Opens no window: prints the address instead. */
  readonly printUrl: boolean;
  /** The user's cache folder of Corelane. */
  readonly cacheFolder: string;
}

/** @throws TypeError when an option is missing or unknown: only Corelane itself starts a host. */
export function parseHostOptions(args: readonly string[]): HostOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      route: { type: 'string', default: '' },
      'print-url': { type: 'boolean', default: false },
      cache: { type: 'string' },
    },
  });
  const { cache } = values;
  if (cache === undefined) throw new TypeError('--cache FOLDER is missing');
  return { route: values.route, printUrl: values['print-url'], cacheFolder: cache };
}
