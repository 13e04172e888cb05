import type { ListedSession } from '../../../shared/workplace.ts';

/** Which sessions a list shows. */
export const sessionKinds = ['all', 'lab', 'profile'] as const;
export type SessionKind = (typeof sessionKinds)[number];

/** The sessions of a kind whose name or task contains every word of `wanted`; case does not matter. */
export function sessionsAbout(
  sessions: readonly ListedSession[],
  wanted: string,
  kind: SessionKind = 'all',
): readonly ListedSession[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  return sessions.filter(({ name, task, command }) => {
    const text = `${name} ${task ?? ''}`.toLowerCase();
    return (kind === 'all' || command === kind) && words.every((word) => text.includes(word));
  });
}

/** Whether there are several kinds to choose from. */
export const hasKinds = (sessions: readonly ListedSession[]): boolean =>
  sessions.some(({ command }) => command === 'profile') && sessions.some(({ command }) => command === 'lab');
