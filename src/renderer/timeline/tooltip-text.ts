import { counted, formatShare } from '../../shared/figures.ts';
import type { Geometry, Hit } from './hit-test.ts';
import { laneName } from './paint-names.ts';
import type { TrialTask } from './task-bars.ts';
import { durationOf, trialTitle } from './task-words.ts';
import type { TimelineData } from './timeline-data.ts';
import type { TooltipLine } from './TimelineTooltip.tsx';
import { zeroOf } from './trial-groups.ts';
import type { TimeMode, TrialGroup } from './trial-groups.ts';
import { slackNs } from './use-pointer.ts';

export interface TooltipText {
  readonly title: string;
  readonly lines: readonly TooltipLine[];
}

/** What is told of the place under the pointer; null: nothing. */
export function tooltipOf(
  hit: Hit,
  task: TrialTask | null,
  groups: readonly TrialGroup[],
  mode: TimeMode,
  data: TimelineData,
  geometry: Geometry,
): TooltipText | null {
  if (hit.area === 'axis' || hit.area === 'ground') return null;
  const group = groups.find(({ trial }) => trial === hit.id);
  if (group === undefined) return null;
  const title = trialTitle(group);
  if (hit.area === 'header') return { title, lines: [{ name: group.summary, value: '' }] };
  if (hit.area === 'name') return { title: laneName(group, hit.row), lines: [] };
  if (task !== null) return taskText(task, group);
  return spanText(hit.row, hit.atNs + zeroOf(mode, group), group, data, slackNs(geometry, 0.5));
}

const taskText = (task: TrialTask, group: TrialGroup): TooltipText => ({
  title: `Task ${task.index}`,
  lines: [
    { name: 'Trial', value: trialTitle(group) },
    { name: 'Lane', value: laneName(group, task.lane) },
    { name: 'Queue', value: durationOf(task.startNs - task.submitNs) },
    // Of a lost task nobody saw the end: where it is drawn to is no measurement.
    { name: 'Run', value: durationOf(task.outcome === 'lost' ? Number.NaN : task.endNs - task.startNs) },
    { name: 'Outcome', value: task.outcome },
  ],
});

/** Where single tasks are not drawn: how many began here, how busy the lane was. */
function spanText(
  lane: number,
  atNs: number,
  group: TrialGroup,
  data: TimelineData,
  halfNs: number,
): TooltipText | null {
  const strip = data.strips(group.trial).findLast(({ from, to }) => from <= atNs && atNs < to);
  if (strip === undefined || data.bars(group.trial) !== null) return null;
  const perNs = strip.width / (strip.to - strip.from);
  const first = Math.max(0, Math.floor((atNs - halfNs - strip.from) * perNs));
  const end = Math.min(strip.width, Math.max(first + 1, Math.ceil((atNs + halfNs - strip.from) * perNs)));
  let begun = 0;
  let busy = 0;
  for (let at = first; at < end; at += 1) {
    begun += strip.count[lane * strip.width + at] ?? 0;
    busy += strip.busy[lane * strip.width + at] ?? 0;
  }
  if (begun === 0 && busy === 0) return null;
  return {
    title: trialTitle(group),
    lines: [
      { name: 'Lane', value: laneName(group, lane) },
      { name: 'Begin here', value: counted(begun, 'task') },
      { name: 'Busy', value: formatShare(Math.min(1, busy / (end - first))) },
    ],
  };
}
