/** Where in the app a window is. It stands in the URL's hash, so that a reload, a second window and a host's first URL name it alike. */
export type Route =
  | { readonly screen: 'start'; readonly task: string | null }
  /** Profile a command; `script` is filled in, `again` the session whose command is. */
  | { readonly screen: 'profile'; readonly script: string | null; readonly again: string | null }
  | { readonly screen: 'live'; readonly job: string }
  | { readonly screen: 'session'; readonly session: string; readonly tab: SessionTab }
  /** Two sessions side by side, by their paths. */
  | { readonly screen: 'compare'; readonly a: string; readonly b: string }
  | { readonly screen: 'sessions' }
  | { readonly screen: 'settings' };

export const sessionTabs = [
  'ranking',
  'scaling',
  'code',
  'summary',
  'timeline',
  'cores',
  'threads',
  'flame',
  'tasks',
  'latency',
  'output',
] as const;
export type SessionTab = (typeof sessionTabs)[number];

/** `#/session?path=%2Ftmp%2Fx.corelane&tab=tasks` */
export function formatRoute(route: Route): string {
  switch (route.screen) {
    case 'start':
      return route.task === null
        ? '#/start'
        : `#/start?${new URLSearchParams({ task: route.task }).toString()}`;
    case 'profile': {
      const values = new URLSearchParams();
      if (route.script !== null) values.set('script', route.script);
      if (route.again !== null) values.set('again', route.again);
      return values.size === 0 ? '#/profile' : `#/profile?${values.toString()}`;
    }
    case 'live':
      return `#/live?${new URLSearchParams({ job: route.job }).toString()}`;
    case 'session':
      return `#/session?${new URLSearchParams({ path: route.session, tab: route.tab }).toString()}`;
    case 'compare':
      return `#/compare?${new URLSearchParams({ a: route.a, b: route.b }).toString()}`;
    case 'sessions':
    case 'settings':
      return `#/${route.screen}`;
  }
}

/** What is no route, or lacks what it needs, is the start. */
export function parseRoute(hash: string): Route {
  const [screen = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const values = new URLSearchParams(query);
  const job = values.get('job');
  const session = values.get('path');
  const a = values.get('a');
  const b = values.get('b');
  if (screen === 'profile') return { screen, script: values.get('script'), again: values.get('again') };
  if (screen === 'live' && job !== null) return { screen, job };
  if (screen === 'session' && session !== null) return { screen, session, tab: tabOf(values.get('tab')) };
  if (screen === 'compare' && a !== null && b !== null) return { screen, a, b };
  if (screen === 'sessions' || screen === 'settings') return { screen };
  return { screen: 'start', task: values.get('task') };
}

const tabOf = (name: string | null): SessionTab => sessionTabs.find((tab) => tab === name) ?? 'ranking';
