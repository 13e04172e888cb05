import type { ListedSession } from '../../../shared/workplace.ts';

/** The sessions whose name or task contains every word of `wanted`; case does not matter. */
export function sessionsAbout(sessions: readonly ListedSession[], wanted: string): readonly ListedSession[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  return sessions.filter(({ name, task }) => {
    const text = `${name} ${task ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
