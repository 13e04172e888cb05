import { useCallback, useSyncExternalStore } from 'react';
import { formatRoute, parseRoute, type Route } from '../../shared/route.ts';

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('popstate', changed);
  window.addEventListener('hashchange', changed);
  return () => {
    window.removeEventListener('popstate', changed);
    window.removeEventListener('hashchange', changed);
  };
};
const currentHash = () => window.location.hash;

/** Where the window is, and the way elsewhere: `push` can be gone back from, `replace` cannot. */
export function useRoute(): [Route, (route: Route, how?: 'push' | 'replace') => void] {
  const hash = useSyncExternalStore(subscribe, currentHash);
  const go = useCallback((route: Route, how: 'push' | 'replace' = 'push') => {
    const target = formatRoute(route);
    if (target === window.location.hash) return;
    if (how === 'push') window.history.pushState(null, '', target);
    else window.history.replaceState(null, '', target);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, []);
  return [parseRoute(hash), go];
}
