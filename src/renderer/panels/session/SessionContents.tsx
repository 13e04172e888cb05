import { Activity, lazy, Suspense, useState, type ReactNode } from 'react';
import type { SessionTab } from '../../../shared/route.ts';
import type { SessionOverview } from '../../../shared/session-queries.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { TabBar } from '../../ui/TabBar.tsx';
import { CoresPanel } from './cores/CoresPanel.tsx';
import { OutputPanel } from './output/OutputPanel.tsx';
import { RankingPanel } from './ranking/RankingPanel.tsx';
import { SessionNotices } from './SessionNotices.tsx';
import { TaskFocusProvider } from './task-focus.tsx';
import { TasksPanel } from './tasks/TasksPanel.tsx';
import { TimelinePanel } from './TimelinePanel.tsx';
import { VerdictSummary } from './VerdictSummary.tsx';
import styles from './SessionContents.module.css';

// The charting library is the largest part of the window; only this panel and large parts of none other need it.
const LatencyPanel = lazy(() => import('./latency/LatencyPanel.tsx'));

interface SessionContentsProps {
  readonly overview: SessionOverview;
  readonly recording: boolean;
  readonly tab: SessionTab;
  readonly onTab: (tab: SessionTab) => void;
}

/** The verdict on top, and below it what it rests on, a tab for each way to look at it. */
export function SessionContents({ overview, recording, tab, onTab }: SessionContentsProps) {
  const { report } = overview;
  const panels: Readonly<Record<SessionTab, ReactNode>> = {
    ranking: <RankingPanel overview={overview} recording={recording} />,
    timeline: <TimelinePanel overview={overview} />,
    cores: <CoresPanel overview={overview} />,
    tasks: <TasksPanel overview={overview} />,
    latency: <LatencyPanel overview={overview} />,
    output: <OutputPanel overview={overview} />,
  };
  return (
    <TaskFocusProvider onTab={onTab}>
      {report !== null && (
        <VerdictSummary verdict={report.verdict} recording={recording} brief={fillingTabs.has(tab)} />
      )}
      {report !== null && !fillingTabs.has(tab) && <SessionNotices report={report} />}
      <div className={styles['tabs']}>
        <TabBar label="Ways to look at the session" value={tab} onChange={onTab} tabs={tabsOf(overview)} />
      </div>
      {tabOrder.map((name) => (
        <TabPanel key={name} name={name} active={name === tab}>
          {panels[name]}
        </TabPanel>
      ))}
    </TaskFocusProvider>
  );
}

/** Panels that scroll within themselves: they take what the window leaves, so that nothing of them lies below its edge. */
const fillingTabs: ReadonlySet<SessionTab> = new Set(['timeline', 'tasks', 'output']);

const tabOrder: readonly SessionTab[] = ['ranking', 'timeline', 'cores', 'tasks', 'latency', 'output'];

const tabsOf = ({
  tasks,
}: SessionOverview): readonly { value: SessionTab; label: string; count?: number }[] => [
  { value: 'ranking', label: 'Ranking' },
  { value: 'timeline', label: 'Timeline' },
  { value: 'cores', label: 'Cores' },
  { value: 'tasks', label: 'Tasks', count: tasks },
  { value: 'latency', label: 'Latency' },
  { value: 'output', label: 'Output' },
];

interface TabPanelProps {
  readonly name: SessionTab;
  readonly active: boolean;
  readonly children: ReactNode;
}

/** A panel is built when it is first looked at, and keeps what was set and scrolled in it while another one is seen. */
function TabPanel({ name, active, children }: TabPanelProps) {
  const [visited, setVisited] = useState(active);
  if (active && !visited) setVisited(true);
  return (
    <div
      id={`panel-${name}`}
      role="tabpanel"
      aria-labelledby={`tab-${name}`}
      hidden={!active}
      className={`${styles['panel']} ${fillingTabs.has(name) ? styles['filling'] : ''}`}
    >
      {visited && (
        <Activity mode={active ? 'visible' : 'hidden'}>
          <Suspense fallback={<Spinner label="Opening" />}>{children}</Suspense>
        </Activity>
      )}
    </div>
  );
}
