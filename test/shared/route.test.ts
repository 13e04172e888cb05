import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRoute, parseRoute, sessionTabs, type Route } from '../../src/shared/route.ts';

const text = fc.string({ unit: 'binary', minLength: 1 }).filter((value) => value.isWellFormed());
const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.record({ screen: fc.constant('start' as const), task: fc.option(text) }),
  fc.record({ screen: fc.constant('live' as const), job: text }),
  fc.record({
    screen: fc.constant('session' as const),
    session: text,
    tab: fc.constantFrom(...sessionTabs),
  }),
  fc.record({ screen: fc.constant('compare' as const), a: text, b: text }),
  fc.record({ screen: fc.constantFrom('sessions' as const, 'settings' as const) }),
);

describe('a route in the URL', () => {
  it('reads as what it was written for, whatever characters a path has', () => {
    fc.assert(
      fc.property(routes, (route) => {
        expect(parseRoute(formatRoute(route))).toEqual(route);
      }),
    );
  });

  it.each(['', '#', '#/nowhere', '#/live', '#/session?tab=tasks', '#/compare?a=x'])(
    'is the start when it is %j',
    (hash) => {
      expect(parseRoute(hash)).toEqual({ screen: 'start', task: null });
    },
  );

  it('opens a session on its ranking when the tab is unknown', () => {
    expect(parseRoute('#/session?path=a&tab=x')).toEqual({ screen: 'session', session: 'a', tab: 'ranking' });
  });
});
