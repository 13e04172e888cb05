import type { Route } from '../../shared/route.ts';

/**
 * What makes two routes the same screen: then focus stays where it is. A tab of a session, a task and a script that
 * were chosen, and which of two sessions is A, are changes within a screen.
 */
export function screenKey(route: Route): string {
  switch (route.screen) {
    case 'live':
      return `live ${route.job}`;
    case 'session':
      return `session ${route.session}`;
    case 'compare':
      return `compare ${[route.a, route.b].sort().join(' ')}`;
    case 'start':
    case 'profile':
    case 'sessions':
    case 'settings':
      return route.screen;
  }
}
