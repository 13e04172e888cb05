import type { SessionTab } from '../../../shared/route.ts';
import type { SessionOverview } from '../../../shared/session-queries.ts';

interface NamedTab {
  readonly value: SessionTab;
  readonly label: string;
  readonly count?: number;
}

/** The ways to look at a session, what it comes to first. */
export function tabsOf({ header, tasks }: Pick<SessionOverview, 'header' | 'tasks'>): readonly NamedTab[] {
  return header.command === 'profile'
    ? [
        { value: 'summary', label: 'Summary' },
        { value: 'timeline', label: 'Timeline' },
        { value: 'cores', label: 'Cores' },
        { value: 'threads', label: 'Threads' },
        { value: 'output', label: 'Output' },
      ]
    : [
        { value: 'ranking', label: 'Ranking' },
        { value: 'timeline', label: 'Timeline' },
        { value: 'cores', label: 'Cores' },
        { value: 'tasks', label: 'Tasks', count: tasks },
        { value: 'latency', label: 'Latency' },
        { value: 'output', label: 'Output' },
      ];
}

/** The tab that is meant: a session is opened by those who do not know yet of which kind it is. */
export const shownTab = (tabs: readonly NamedTab[], wanted: SessionTab): SessionTab =>
  (tabs.find(({ value }) => value === wanted) ?? tabs[0])?.value ?? wanted;
