import type { NodeExecutor } from '../../shared/lab-report.ts';
import type { Viewport } from '../../shared/session.ts';
import type { Geometry, Hit } from './hit-test.ts';
import type { GroupContent } from './paint.ts';
import type { StripImage } from './painter.ts';
import type { TrialTask } from './task-bars.ts';
import type { TimelineData } from './timeline-data.ts';
import type { TimelineState } from './timeline-state.ts';
import { zeroOf } from './trial-groups.ts';
import type { TrialGroup } from './trial-groups.ts';
import { slackNs } from './use-pointer.ts';

/** How far beside a task the pointer may be. */
const slackPx = 3;

/** What is painted of each trial. */
export function groupContents(
  groups: readonly TrialGroup[],
  { mode, collapsed }: TimelineState,
  data: TimelineData,
  imageOf: (strip: Viewport, executor: NodeExecutor, summary: boolean) => StripImage,
): ReadonlyMap<number, GroupContent> {
  return new Map(
    groups.map((group) => {
      const { trial, executor } = group;
      const strips = data
        .strips(trial)
        .map((strip) => ({ strip, image: imageOf(strip, executor, collapsed.has(trial)) }));
      const content: GroupContent = {
        group,
        zeroNs: zeroOf(mode, group),
        strips,
        bars: data.bars(trial),
        marks: data.marks(trial),
      };
      return [trial, content];
    }),
  );
}

/** The task under the pointer; null where there is none, and where tasks are not drawn one by one. */
export function taskUnder(
  hit: Hit,
  geometry: Geometry,
  groups: readonly TrialGroup[],
  { mode }: Pick<TimelineState, 'mode'>,
  data: TimelineData,
): TrialTask | null {
  if (hit.area !== 'row') return null;
  const group = groups.find(({ trial }) => trial === hit.id);
  if (group === undefined) return null;
  const atNs = hit.atNs + zeroOf(mode, group);
  const bar = data.bars(group.trial)?.at(hit.row, atNs, slackNs(geometry, slackPx)) ?? null;
  return bar === null ? null : { ...bar, trial: group.trial };
}
