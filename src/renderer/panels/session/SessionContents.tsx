import { Activity, lazy, Suspense, useState, type ReactNode } from 'react';
import type { SessionTab } from '../../../shared/route.ts';
import type { NamedThread, SessionOverview } from '../../../shared/session-queries.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { TabBar } from '../../ui/TabBar.tsx';
import { CodePanel } from './code/CodePanel.tsx';
import { CoresPanel } from './cores/CoresPanel.tsx';
import { FlamePanel } from './flame/FlamePanel.tsx';
import { OutputPanel } from './output/OutputPanel.tsx';
import { RankingPanel } from './ranking/RankingPanel.tsx';
import { WhatIfResult } from '../what-if/WhatIfResult.tsx';
import { firstTab, shownTab, tabsOf } from './session-tabs.ts';
import { SessionNotices } from './SessionNotices.tsx';
import { SummaryPanel } from './summary/SummaryPanel.tsx';
import { TaskFocusProvider, useTaskFocus } from './task-focus.tsx';
import { TasksPanel } from './tasks/TasksPanel.tsx';
import { ThreadsPanel } from './threads/ThreadsPanel.tsx';
import { TimelinePanel } from './TimelinePanel.tsx';
import { VerdictSummary } from './VerdictSummary.tsx';
import styles from './SessionContents.module.css';

// The charting library is the largest part of the window; only these panels and large parts of none other need it.
const LatencyPanel = lazy(() => import('./latency/LatencyPanel.tsx'));
const ScalingPanel = lazy(() => import('./scaling/ScalingPanel.tsx'));

interface SessionContentsProps {
  readonly overview: SessionOverview;
  readonly recording: boolean;
  readonly tab: SessionTab;
  readonly onTab: (tab: SessionTab) => void;
}

/** What the session says on top, and below it what that rests on, a tab for each way to look at it. */
export const SessionContents = ({ onTab, ...rest }: SessionContentsProps) => (
  <TaskFocusProvider sampled={rest.overview.samples > 0} onTab={onTab}>
    <Contents {...rest} />
  </TaskFocusProvider>
);

function Contents({ overview, recording, tab: wanted }: Omit<SessionContentsProps, 'onTab'>) {
  const { report } = overview;
  const { goTo } = useTaskFocus();
  const tabs = tabsOf(overview);
  const tab = shownTab(tabs, wanted, firstTab(overview));
  const profile = report?.command === 'profile' ? report : null;
  const lab = report?.command === 'lab' ? report : null;
  const panels: Readonly<Record<SessionTab, ReactNode>> = {
    ranking: <RankingPanel overview={overview} recording={recording} />,
    summary:
      overview.header.command === 'what-if' ? (
        <WhatIfResult report={report?.command === 'what-if' ? report : null} />
      ) : (
        <SummaryPanel
          report={profile}
          tracing={overview.tracing}
          recording={recording}
          onThreads={() => goTo('threads')}
        />
      ),
    scaling: <ScalingPanel report={lab} recording={recording} />,
    code: <CodePanel report={lab} recording={recording} />,
    timeline: <TimelinePanel overview={overview} />,
    cores: <CoresPanel overview={overview} />,
    threads: <ThreadsPanel report={profile} names={overview.tracing?.threadNames ?? noNames} />,
    flame: <FlamePanel overview={overview} />,
    tasks: <TasksPanel overview={overview} />,
    latency: <LatencyPanel overview={overview} />,
    output: <OutputPanel overview={overview} />,
  };
  return (
    <>
      {lab !== null && (
        <VerdictSummary verdict={lab.verdict} recording={recording} brief={tab !== 'ranking'} />
      )}
      {report !== null && !fillingTabs.has(tab) && <SessionNotices report={report} />}
      <div className={styles['tabs']}>
        <TabBar label="Ways to look at the session" value={tab} onChange={goTo} tabs={tabs} />
      </div>
      {tabs.map(({ value }) => (
        <TabPanel key={value} name={value} active={value === tab}>
          {panels[value]}
        </TabPanel>
      ))}
    </>
  );
}

const noNames: readonly NamedThread[] = [];

/** Panels that scroll within themselves: they take what the window leaves, so that nothing of them lies below its edge. */
const fillingTabs: ReadonlySet<SessionTab> = new Set(['timeline', 'threads', 'flame', 'tasks', 'output']);

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
