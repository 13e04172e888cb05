import type { DetailRows } from '../../../shared/session.ts';
import type { Exporter } from './exporter.ts';
import { framesOf, requireSamples, samplesByThread, titleOf, type ThreadSamples } from './cpu-samples.ts';

/**
 * speedscope's own format (https://www.speedscope.app/file-format-schema.json): one sampled profile per thread, weights in nanoseconds of
 * CPU time, or of wall time where a profile's name says so. The threads share the frames.
 */
export const speedscopeExporter: Exporter = {
  format: 'speedscope',
  streams: ['samples'],
  *chunks(session, advance) {
    requireSamples(session);
    const frames = [...framesOf(session).values()];
    const positions = new Map(frames.map(({ number }, position) => [number, position]));
    const stacks = new Map(session.details('stacks').map((stack) => [stack.number, stack]));
    yield '{"$schema":"https://www.speedscope.app/file-format-schema.json","exporter":"corelane"';
    yield `,"name":${JSON.stringify(session.header.workload.label)},"activeProfileIndex":0`;
    yield `,\n"shared":{"frames":${JSON.stringify(frames.map(speedscopeFrame))}}`;
    yield ',\n"profiles":[';
    for (const [at, thread] of samplesByThread(session, advance).entries()) {
      yield `${at === 0 ? '' : ','}\n${JSON.stringify(profileOf(thread, stacks, positions))}`;
    }
    yield ']}\n';
  },
};

/** What V8 does by itself stands in no file. */
const speedscopeFrame = ({ name, file, line }: DetailRows['frames']): object =>
  file === '' ? { name } : { name, file, line };

type Stacks = ReadonlyMap<number, DetailRows['stacks']>;

function profileOf(thread: ThreadSamples, stacks: Stacks, positions: ReadonlyMap<number, number>): object {
  const weights = thread.weightsNs;
  return {
    type: 'sampled',
    name: titleOf(thread),
    unit: 'nanoseconds',
    startValue: 0,
    endValue: weights.reduce((sum, weight) => sum + weight, 0),
    samples: thread.stacks.map((stack) => outermostFirst(stack, stacks, positions)),
    weights,
  };
}

function outermostFirst(
  stack: number,
  stacks: Stacks,
  positions: ReadonlyMap<number, number>,
): readonly number[] {
  const frames: number[] = [];
  let row = stacks.get(stack);
  while (row !== undefined && frames.length <= stacks.size) {
    frames.push(positions.get(row.frame) ?? 0);
    row = row.caller === null ? undefined : stacks.get(row.caller);
  }
  return frames.toReversed();
}
