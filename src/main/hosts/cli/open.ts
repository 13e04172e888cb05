import { Option } from 'commander';
import type { Command } from 'commander';

export const hostNames = ['electron', 'browser'] as const;
export type HostName = (typeof hostNames)[number];

export interface OpenOptions {
  /** Null: Electron when it is there or can be fetched, else the browser. */
  readonly host: HostName | null;
  readonly window: boolean;
  readonly fetchElectron: boolean;
}

export function registerOpen(program: Command): void {
  program
    .command('open')
    .summary('open the app')
    .description(
      'Opens the app, at a session or with a task when one is named: in Electron where it is installed or can be ' +
        'fetched, else in a window of Chromium, Chrome or Edge. Without a display it prints an address.',
    )
    .argument('[TARGET]', 'task module, or session (file, name, id prefix, latest)')
    .option('--browser', 'open it in a browser window: --host browser', false)
    .addOption(new Option('--host <name>', 'what opens it').choices(hostNames))
    .option('--no-window', 'print the address, and open nothing')
    .option('--fetch-electron', 'try to fetch Electron even if that failed a while ago', false)
    .addHelpText(
      'after',
      `
CORELANE_BROWSER names the browser to use.

Examples:
  corelane open
  corelane open examples/primes.ts
  corelane open latest
  corelane open --no-window`,
    )
    .action(async (target: string | undefined, given: Given) => {
      const { openApp } = await import('./open-app.ts');
      const { browser, host = browser ? 'browser' : null, ...others } = given;
      await openApp(target ?? null, { ...others, host });
    });
}

interface Given extends Omit<OpenOptions, 'host'> {
  readonly browser: boolean;
  readonly host?: HostName;
}
