import type { SessionTab } from '../../../shared/route.ts';
import type { SessionOverview } from '../../../shared/session-queries.ts';

interface NamedTab {
  readonly value: SessionTab;
  readonly label: string;
  readonly count?: number;
}

/** The ways to look at a session, what it comes to first. */
export function tabsOf({ header, tasks }: Pick<SessionOverview, 'header' | 'tasks'>): readonly NamedTab[] {
  if (header.command === 'what-if') {
    return [
      { value: 'summary', label: 'Comparison' },
      { value: 'timeline', label: 'Timeline' },
      { value: 'tasks', label: 'Tasks', count: tasks },
      { value: 'cores', label: 'Cores' },
      { value: 'output', label: 'Output' },
    ];
  }
  return header.command === 'profile'
    ? [
        { value: 'summary', label: 'Summary' },
        { value: 'timeline', label: 'Timeline' },
        { value: 'tasks', label: 'Tasks', count: tasks },
        { value: 'cores', label: 'Cores' },
        { value: 'threads', label: 'Threads' },
        { value: 'flame', label: 'Flame graph' },
        { value: 'output', label: 'Output' },
      ]
    : [
        { value: 'ranking', label: 'Ranking' },
        { value: 'scaling', label: 'Scaling' },
        { value: 'code', label: 'Code' },
        { value: 'timeline', label: 'Timeline' },
        { value: 'cores', label: 'Cores' },
        { value: 'tasks', label: 'Tasks', count: tasks },
        { value: 'latency', label: 'Latency' },
        { value: 'output', label: 'Output' },
      ];
}

/** What a session opens with: of a traced program, what it did and when; of any other session, what it comes to. */
export const firstTab = ({ header, tasks }: Pick<SessionOverview, 'header' | 'tasks'>): SessionTab =>
  header.command === 'lab' ? 'ranking' : header.command === 'profile' && tasks > 0 ? 'timeline' : 'summary';

/** The tab that is meant: a session is opened by those who do not know yet of which kind it is. */
export const shownTab = (tabs: readonly NamedTab[], wanted: SessionTab, first: SessionTab): SessionTab =>
  tabs.some(({ value }) => value === wanted) ? wanted : first;
