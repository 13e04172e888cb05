import { describe, expect, it } from 'vitest';
import { firstTab, shownTab, tabsOf } from '../../../../src/renderer/panels/session/session-tabs.ts';
import type { SessionHeader } from '../../../../src/shared/session.ts';

const session = (command: SessionHeader['command'], tasks: number) => ({
  header: {
    version: 2,
    id: 'x',
    command,
    workload: { label: 'x', path: '/x' },
    started_at: '2026-05-04T03:02:01Z',
    origin_ns: '0',
    corelane: '0.1.0',
  },
  tasks,
});

describe('a session', () => {
  it('opens with the timeline when its program was traced, else with what it comes to', () => {
    expect(firstTab(session('profile', 12))).toBe('timeline');
    expect(firstTab(session('profile', 0))).toBe('summary');
    expect(firstTab(session('lab', 12))).toBe('ranking');
    expect(firstTab(session('what-if', 12))).toBe('summary');
  });

  it('shows the tab that is wanted, where it has that one', () => {
    const tabs = tabsOf(session('profile', 12));
    expect(shownTab(tabs, 'ranking', 'timeline')).toBe('timeline');
    expect(shownTab(tabs, 'output', 'timeline')).toBe('output');
  });

  it('has a tab for tasks even if there are none: it says why', () => {
    expect(tabsOf(session('profile', 0))).toContainEqual({ value: 'tasks', label: 'Tasks', count: 0 });
  });
});
