import type { Route } from '../../shared/route.ts';
import { languageOf } from '../../shared/task-path.ts';

/** One thing that can be done with a file. */
export interface Opening {
  readonly label: string;
  readonly meaning: string;
  readonly route: Route;
}

/** What can be done with a file, the usual first: a task module may be compared on each executor, or run as the script that it is. */
export function openingsOf(path: string): readonly Opening[] {
  const name = path.toLowerCase();
  if (name.endsWith('.corelane')) {
    return [
      {
        label: 'Open the session',
        meaning: 'What was recorded, with its figures.',
        route: { screen: 'session', session: path, tab: 'ranking' },
      },
    ];
  }
  const profile: Opening = {
    label: 'Profile',
    meaning: 'Runs the file as it is and records every process, thread and core.',
    route: { screen: 'profile', script: path, again: null },
  };
  if (languageOf(name) === null) return [profile];
  const lab: Opening = {
    label: 'Lab',
    meaning: 'Runs its task function on each concurrency API and says which one to use.',
    route: { screen: 'start', task: path },
  };
  return [lab, profile];
}

/** Where a file is opened when nobody is asked. */
export const routeOfFile = (path: string): Route =>
  openingsOf(path)[0]?.route ?? { screen: 'profile', script: path, again: null };
