import type { ExecutorFamily } from '../../shared/executors.ts';
import { threadHues } from './thread-book.ts';

/** The colours of the timeline: `#rrggbb`, so that they can also be mixed pixel by pixel. */
export interface TimelineTheme {
  readonly ground: string;
  readonly surface: string;
  readonly sunken: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly text: string;
  readonly muted: string;
  readonly faint: string;
  readonly accent: string;
  readonly accentSoft: string;
  readonly warning: string;
  readonly bad: string;
  /** Of threads of the workload, by hue. */
  readonly threads: readonly string[];
  /** Of threads beside the workload. */
  readonly others: string;
  /** Of waiting for a core. */
  readonly runnable: string;
  readonly executors: Readonly<Record<ExecutorFamily, string>>;
  readonly font: string;
}

/** Turns any CSS colour into `#rrggbb`. */
export type NormaliseColour = (colour: string) => string;

/** Reads the colours from the custom properties that hold for `element`. Costs a style recalculation: once per change of theme. */
export function readTheme(element: Element, normalise: NormaliseColour): TimelineTheme {
  const style = getComputedStyle(element);
  const value = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const colour = (name: string) => normalise(value(name));
  return {
    ground: colour('ground'),
    surface: colour('surface'),
    sunken: colour('surface-sunken'),
    line: colour('line'),
    lineStrong: colour('line-strong'),
    text: colour('text'),
    muted: colour('text-muted'),
    faint: colour('text-faint'),
    accent: colour('accent'),
    accentSoft: colour('accent-soft'),
    warning: colour('warning'),
    bad: colour('bad'),
    threads: Array.from({ length: threadHues }, (_, hue) => colour(`thread-${hue + 1}`)),
    others: colour('thread-others'),
    runnable: colour('runnable'),
    executors: {
      'event-loop': colour('event-loop'),
      'thread-pool': colour('thread-pool'),
      'process-pool': colour('process-pool'),
      'thread-per-task': colour('thread-per-task'),
      'process-per-task': colour('process-per-task'),
    },
    font: value('font'),
  };
}

export type Rgb = readonly [red: number, green: number, blue: number];

export const rgbOf = (colour: string): Rgb => [
  Number.parseInt(colour.slice(1, 3), 16),
  Number.parseInt(colour.slice(3, 5), 16),
  Number.parseInt(colour.slice(5, 7), 16),
];

/** `share` of the second colour in the first. */
export function mixed(under: string, over: string, share: number): string {
  const [a, b] = [rgbOf(under), rgbOf(over)];
  const channel = (at: 0 | 1 | 2) =>
    Math.round(a[at] + (b[at] - a[at]) * share)
      .toString(16)
      .padStart(2, '0');
  return `#${channel(0)}${channel(1)}${channel(2)}`;
}

/** Threads of other programs are quieter than the workload: their ground, and the hatch upon it. */
export const othersGround = ({ surface, others }: TimelineTheme): string => mixed(surface, others, 0.35);
export const othersHatch = ({ surface, others }: TimelineTheme): string => mixed(surface, others, 0.65);

/** Black or white, whichever reads better on the colour. */
export function inkOn(colour: string): string {
  const [red, green, blue] = rgbOf(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
  return luminance > 0.179 ? '#000000' : '#ffffff';
}
