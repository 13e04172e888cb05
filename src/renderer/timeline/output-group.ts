import { counted } from '../../shared/figures.ts';
import type { OutputOfStream, OutputOverview } from '../../shared/session-queries.ts';
import type { TimeRange } from './viewport.ts';

/** What a program printed: a row per stream. */
export interface OutputGroup {
  readonly kind: 'output';
  readonly id: number;
  readonly extent: TimeRange;
  readonly name: string;
  /** `12 lines on stdout, 1 line on stderr` */
  readonly summary: string;
  readonly streams: readonly OutputOfStream[];
}

export const outputId = -5;

/** None where nothing was printed, or that is not known. */
export function outputGroups(output: OutputOverview | null): readonly OutputGroup[] {
  const streams = output?.streams ?? [];
  if (streams.length === 0) return [];
  const fromNs = Math.min(...streams.map((stream) => stream.fromNs));
  const toNs = Math.max(...streams.map((stream) => stream.toNs));
  return [
    {
      kind: 'output',
      id: outputId,
      // Also of a single line something is seen.
      extent: { fromNs, toNs: toNs + 1 },
      name: 'Output',
      summary: streams.map(({ stream, lines }) => `${counted(lines, 'line')} on ${stream}`).join(', '),
      streams,
    },
  ];
}

/** How many lines there are in all. */
export const linesOfOutput = ({ streams }: Pick<OutputGroup, 'streams'>): number =>
  streams.reduce((sum, { lines }) => sum + lines, 0);
