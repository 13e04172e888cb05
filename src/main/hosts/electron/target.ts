import { resolve } from 'node:path';
import { formatRoute, parseRoute, type Route } from '../../../shared/route.ts';

/** Where in the app to begin for `target`, as a start of the app names it: a route, a session's file, else a task. */
export function routeOfTarget(target: string | undefined, folder: string): Route {
  if (target === undefined) return { screen: 'start', task: null };
  if (target.startsWith('#/')) return parseRoute(target);
  const path = resolve(folder, target);
  return path.endsWith('.corelane')
    ? { screen: 'session', session: path, tab: 'ranking' }
    : { screen: 'start', task: path };
}

/** What stands on the command line behind the options and, where Electron's own binary runs a folder, that folder. */
export const targetOf = (argv: readonly string[], runsFolder: boolean): string | undefined =>
  argv.slice(1).filter((argument) => !argument.startsWith('-'))[runsFolder ? 1 : 0];

/** How one start of the app tells another, through Electron, where to begin. */
export const startMessage = (route: Route): { readonly route: string } => ({ route: formatRoute(route) });
export const routeOfStart = (message: unknown): Route => parseRoute(isStart(message) ? message.route : '');
const isStart = (message: unknown): message is { route: string } =>
  typeof message === 'object' && message !== null && 'route' in message && typeof message.route === 'string';
