import type { Route } from '../../../shared/route.ts';
import type { ListedSession } from '../../../shared/workplace.ts';

/** Whether there is anything in it to compare. */
export const isComparable = ({ error, command }: ListedSession): boolean =>
  error === null && (command === 'lab' || command === 'profile');

/** The other sessions of its kind. */
export const comparableWith = (
  sessions: readonly ListedSession[],
  chosen: ListedSession,
): readonly ListedSession[] =>
  sessions.filter(
    (session) => isComparable(session) && session.command === chosen.command && session.path !== chosen.path,
  );

/** Both side by side, the older one as A: what one wants to know is what has changed since. */
export function comparisonOf(one: ListedSession, other: ListedSession): Route {
  const isOlder = (one.started_at ?? '') <= (other.started_at ?? '');
  return isOlder
    ? { screen: 'compare', a: one.path, b: other.path }
    : { screen: 'compare', a: other.path, b: one.path };
}
