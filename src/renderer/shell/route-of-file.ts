import type { Route } from '../../shared/route.ts';

/** Where a file is opened: a session as itself, anything else as the task of a new lab. */
export const routeOfFile = (path: string): Route =>
  path.toLowerCase().endsWith('.corelane')
    ? { screen: 'session', session: path, tab: 'ranking' }
    : { screen: 'start', task: path };
