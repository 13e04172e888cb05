import { counted, formatShare } from '../../shared/figures.ts';
import type { Viewport } from '../../shared/session.ts';
import type { SpanKind } from '../../shared/trace-format.ts';
import { shortCommand } from '../format/short-command.ts';
import { printedLines } from '../format/printed-lines.ts';
import { placeText } from '../format/traced-place.ts';
import type { Geometry, Hit } from './hit-test.ts';
import type { Slice } from './slice-bars.ts';
import { endWords } from './slice-words.ts';
import type { SpanMark } from './span-data.ts';
import type { PlacedTask, TaskOrigin } from './task-bars.ts';
import { durationOf } from './duration-words.ts';
import { formatSpan } from './ticks.ts';
import { pointsAtSlices } from './timeline-frame.ts';
import type { Knowledge, Pointee, PointedOutput } from './timeline-frame.ts';
import type { TooltipLine } from './TimelineTooltip.tsx';
import { groupTitle, isOfTasks, rowName, sliceTrack } from './track-groups.ts';
import type { TaskGroup, TrackGroup } from './track-groups.ts';
import { zeroOf } from './trial-groups.ts';
import type { TimeMode } from './trial-groups.ts';
import { slackNs } from './use-pointer.ts';

export interface TooltipText {
  readonly title: string;
  readonly lines: readonly TooltipLine[];
}

/** What is told of the place under the pointer; null: nothing. */
export function tooltipOf(
  hit: Hit,
  pointee: Pointee | null,
  groups: readonly TrackGroup[],
  mode: TimeMode,
  known: Knowledge,
  geometry: Geometry,
): TooltipText | null {
  if (hit.area === 'axis' || hit.area === 'ground') return null;
  const group = groups.find(({ id }) => id === hit.id);
  if (group === undefined) return null;
  const title = groupTitle(group);
  if (hit.area === 'header') return { title, lines: [{ name: group.summary, value: '' }] };
  if (hit.area === 'name') return nameText(group, hit.row);
  if (pointee?.kind === 'task' && isOfTasks(group)) return taskText(pointee.task, group);
  if (pointee?.kind === 'span') return spanText(pointee.span, known);
  if (pointee?.kind === 'slice') return sliceText(pointee.slice, known, groups);
  if (pointee?.kind === 'output') return outputText(pointee, known);
  if (group.kind === 'output') return null;
  const atNs = hit.atNs + zeroOf(mode, group);
  const halfNs = slackNs(geometry, 0.5);
  return pointsAtSlices(hit, geometry, group)
    ? slicesText(hit.row, atNs, group, known, halfNs)
    : tasksText(hit.row, atNs, group, known, halfNs);
}

/** So many of the first lines are shown, each cut after so many letters. */
const mostLines = 3;
const mostLettersOfLine = 100;

/** The first lines of what was printed here, once they are known. */
function outputText({ group, row, mark }: PointedOutput, { output }: Knowledge): TooltipText {
  const stream = group.streams[row]?.stream ?? 'stdout';
  const first = output.piece(stream, mark.atNs);
  const shown = first === null ? [] : printedLines(first.text).slice(0, mostLines);
  const further = mark.lines - shown.length;
  return {
    title: `${stream} · ${formatSpan(mark.atNs, 1000)}`,
    lines: [
      ...shown.map((line) => ({ name: cut(line, mostLettersOfLine), value: '' })),
      ...(further > 0
        ? [{ name: counted(further, shown.length === 0 ? 'line' : 'further line'), value: '' }]
        : []),
    ],
  };
}

function nameText(group: TrackGroup, row: number): TooltipText {
  const title = rowName(group, row);
  const track = group.kind === 'threads' ? group.threads[row] : undefined;
  if (track === undefined) return { title, lines: [] };
  return {
    title,
    lines: [
      { name: 'Process', value: `${track.pid} ${shortened(track.command)}` },
      { name: 'On a core', value: durationOf(track.onCpuNs) },
      { name: 'Slices', value: String(track.slices) },
    ],
  };
}

function taskText(task: PlacedTask, group: TaskGroup): TooltipText {
  const { origin } = task;
  return {
    title:
      origin === null || origin.name === '' ? `Task ${task.index}` : `${origin.name} · task ${task.index}`,
    lines: [
      { name: group.kind === 'trial' ? 'Trial' : 'Pool', value: groupTitle(group) },
      { name: group.kind === 'trial' ? 'Lane' : 'Row', value: rowName(group, task.row) },
      ...(origin === null ? [] : originLines(origin)),
      { name: 'Queue', value: durationOf(task.startNs - task.submitNs) },
      // Of a lost task nobody saw the end: where it is drawn to is no measurement.
      { name: 'Run', value: durationOf(task.outcome === 'lost' ? Number.NaN : task.endNs - task.startNs) },
      ...(origin === null || origin.steps === 0
        ? []
        : [{ name: 'Ran in', value: counted(origin.steps, 'step') }]),
      { name: 'Outcome', value: task.outcome },
    ],
  };
}

const originLines = ({ callable, submittedAt }: TaskOrigin): readonly TooltipLine[] => [
  ...(callable === null ? [] : [{ name: 'Code', value: placeText(callable) }]),
  ...(submittedAt === null ? [] : [{ name: 'Submitted at', value: placeText(submittedAt) }]),
];

/** What people call the kinds of spans. */
const spanNames: Readonly<Record<SpanKind, string>> = {
  mark: 'Mark',
  measure: 'Measure',
  gc: 'Garbage collection',
  uncaught: 'Uncaught error',
  'held-loop': 'Loop held up',
};

const spanText = ({ kind, name, thread, startNs, endNs }: SpanMark, { book }: Knowledge): TooltipText => ({
  title: name === '' ? spanNames[kind] : `${spanNames[kind]}: ${name}`,
  lines: [
    { name: 'Thread', value: book.fullName(thread) },
    { name: 'From', value: formatSpan(startNs, 1000) },
    ...(endNs > startNs
      ? [{ name: 'Lasted', value: endNs === Infinity ? 'to the end' : durationOf(endNs - startNs) }]
      : []),
  ],
});

function sliceText(slice: Slice, { book, tasks }: Knowledge, groups: readonly TrackGroup[]): TooltipText {
  const track = book.track(slice.thread);
  const task = taskDuring(slice, groups, (trial, lane, atNs) => tasks.bars(trial)?.at(lane, atNs, 0) ?? null);
  return {
    title: book.fullName(slice.thread),
    lines: [
      ...(track === null ? [] : [{ name: 'Process', value: `${track.pid} ${shortened(track.command)}` }]),
      ...(task === null ? [] : [{ name: 'Task', value: String(task.index) }]),
      { name: 'Core', value: String(slice.core) },
      { name: 'From', value: formatSpan(slice.startNs, 1000) },
      { name: 'On the core', value: durationOf(slice.endNs - slice.startNs) },
      { name: 'Waited for it before', value: durationOf(slice.startNs - slice.readyNs) },
      ...(slice.waker === null ? [] : [{ name: 'Woken by', value: book.fullName(slice.waker) }]),
      { name: 'Ended', value: endWords(slice, book) },
    ],
  };
}

/** The task that the slice's thread ran, where it serves one lane and its tasks are known one by one. */
function taskDuring<T>(
  { thread, startNs, endNs }: Slice,
  groups: readonly TrackGroup[],
  at: (trial: number, lane: number, atNs: number) => T | null,
): T | null {
  for (const group of groups) {
    const lane = isOfTasks(group) ? group.laneThreads.indexOf(thread) : -1;
    if (lane >= 0) return at(group.id, lane, (startNs + endNs) / 2);
  }
  return null;
}

/** Where single slices are not drawn: how much of the time the row ran and waited, and who ran most. */
function slicesText(
  row: number,
  atNs: number,
  group: TrackGroup,
  { slices, book }: Knowledge,
  halfNs: number,
): TooltipText | null {
  const track = sliceTrack(group, row);
  const strip = slices.strips(group.id).findLast(({ running: { from, to } }) => from <= atNs && atNs < to);
  if (track === null || strip === undefined || slices.bars(group.id) !== null) return null;
  const at = strip.running.tracks.indexOf(track);
  const ran = sumAround(strip.running, at, atNs, halfNs);
  const waited = strip.delayed === null ? null : sumAround(strip.delayed, at, atNs, halfNs);
  if (at < 0 || (ran.begun === 0 && ran.busy === 0 && (waited?.busy ?? 0) === 0)) return null;
  const mostly = strip.of === 'cores' && ran.dominant > 0 ? book.fullName(ran.dominant - 1) : null;
  return {
    title: rowName(group, row),
    lines: [
      ...(mostly === null ? [] : [{ name: 'Mostly', value: mostly }]),
      { name: 'On a core', value: formatShare(ran.busy) },
      ...(waited === null ? [] : [{ name: 'Waited for one', value: formatShare(waited.busy) }]),
      { name: 'Begin here', value: counted(ran.begun, 'slice') },
    ],
  };
}

/** Where single tasks are not drawn: how many began here, how busy the lane was. */
function tasksText(
  row: number,
  atNs: number,
  group: TrackGroup,
  { tasks }: Knowledge,
  halfNs: number,
): TooltipText | null {
  if (!isOfTasks(group)) return null;
  const strip = tasks.strips(group.id).findLast(({ from, to }) => from <= atNs && atNs < to);
  if (strip === undefined || tasks.bars(group.id) !== null) return null;
  const at = strip.tracks.indexOf(group.laneNumbers[row] ?? -1);
  if (at < 0) return null;
  const { begun, busy } = sumAround(strip, at, atNs, halfNs);
  if (begun === 0 && busy === 0) return null;
  return {
    title: groupTitle(group),
    lines: [
      { name: 'Lane', value: rowName(group, row) },
      { name: 'Begin here', value: counted(begun, 'task') },
      { name: 'Busy', value: formatShare(busy) },
    ],
  };
}

/** What a row of a strip tells of a moment and a little around it. */
function sumAround(strip: Viewport, row: number, atNs: number, halfNs: number) {
  const perNs = strip.width / (strip.to - strip.from);
  const first = Math.max(0, Math.floor((atNs - halfNs - strip.from) * perNs));
  const end = Math.min(strip.width, Math.max(first + 1, Math.ceil((atNs + halfNs - strip.from) * perNs)));
  let begun = 0;
  let busy = 0;
  for (let at = row * strip.width + first; at < row * strip.width + end; at += 1) {
    begun += strip.count[at] ?? 0;
    busy += strip.busy[at] ?? 0;
  }
  const dominant = strip.dominant[row * strip.width + first] ?? 0;
  return { begun, busy: Math.min(1, busy / (end - first)), dominant };
}

const mostLetters = 40;
const shortened = (command: string): string => cut(shortCommand(command), mostLetters);

const cut = (text: string, letters: number): string =>
  text.length <= letters ? text : `${text.slice(0, letters)}…`;
