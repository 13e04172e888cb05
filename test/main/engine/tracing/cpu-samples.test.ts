import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TraceReading } from '../../../../src/main/engine/tracing/trace-reading.ts';
import { sampleBytes, samplingFile, traceEndings } from '../../../../src/shared/trace-format.ts';
import { GatheredSamples } from '../../../support/call-weights.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { WrittenTrace } from './written-trace.ts';

function reading() {
  const folder = ownFolder();
  writeFileSync(join(folder, samplingFile), '');
  const gathered = new GatheredSamples();
  const reader = new TraceReading(folder, 1000n, gathered);
  const finish = (): void => {
    for (const _ of reader.finish());
  };
  return { folder, gathered, reader, finish };
}

const stack = (name: string, caller: number) => ({ frame: { name, file: '/x.py', line: 3 }, caller });

function writeSample(trace: WrittenTrace, tid: number, number: number, time: number, weight: number): void {
  const sample = new DataView(new ArrayBuffer(sampleBytes));
  sample.setUint32(0, tid, true);
  sample.setUint32(4, number, true);
  sample.setBigUint64(8, BigInt(time), true);
  sample.setBigUint64(16, BigInt(weight), true);
  appendFileSync(trace.path + traceEndings.samples, new Uint8Array(sample.buffer));
}

const shown = ({ samples }: GatheredSamples) =>
  samples.map(({ pid, tid, time, weightNs, stack: frames }) => [
    pid,
    tid,
    time,
    weightNs,
    frames.map(({ name }) => name).join(' < '),
  ]);

describe('samples of a Python process', () => {
  it('are given once each, while their file grows', () => {
    const { folder, gathered, reader, finish } = reading();
    const trace = new WrittenTrace(folder, 10);
    const main = trace.string(stack('main', 0));
    const work = trace.string(stack('work', main));
    writeSample(trace, 10, main, 3000, 500);
    reader.look();
    expect(shown(gathered)).toEqual([[10, 10, 2000, 500, 'main']]);
    writeSample(trace, 11, work, 5000, 700);
    trace.end(6000);
    reader.look();
    finish();
    expect(shown(gathered)).toEqual([
      [10, 10, 2000, 500, 'main'],
      [10, 11, 4000, 700, 'work < main'],
    ]);
  });

  it('share frames and stacks with those of other processes', () => {
    const { folder, gathered, finish } = reading();
    for (const pid of [10, 11]) {
      const trace = new WrittenTrace(folder, pid);
      // Other numbers for the same.
      if (pid === 11) trace.string('a name');
      writeSample(trace, pid, trace.string(stack('work', trace.string(stack('main', 0)))), 3000, 500);
    }
    finish();
    expect(shown(gathered).map((sample) => sample.at(-1))).toEqual(['work < main', 'work < main']);
    const [first, second] = gathered.samples;
    expect(first?.stack.map(({ number }) => number)).toEqual(second?.stack.map(({ number }) => number));
  });

  it('are left out where their stack is damaged', () => {
    const { folder, gathered, finish } = reading();
    const trace = new WrittenTrace(folder, 10);
    const callsItself = trace.string(stack('loop', 2));
    const later = trace.string(stack('odd', 99));
    const noStack = trace.string({ caller: 'main' });
    for (const number of [callsItself, later, noStack, 77]) writeSample(trace, 10, number, 3000, 500);
    const good = trace.string(stack('good', 0));
    writeSample(trace, 10, good, 4000, 600);
    finish();
    expect(shown(gathered)).toEqual([[10, 10, 3000, 600, 'good']]);
  });
});

const node = (id: number, functionName: string, url: string, children: readonly number[] = []) => ({
  id,
  callFrame: { functionName, url, scriptId: '1', lineNumber: 4, columnNumber: 2 },
  children,
});
/** V8's of a thread that waited, ran `work` for a module by way of the hook, and collected garbage. */
const profile = {
  nodes: [
    node(1, '(root)', '', [2, 3, 4]),
    node(2, '(idle)', ''),
    node(3, '(garbage collector)', ''),
    node(4, '', 'file:///a%20b.mjs', [5]),
    node(5, 'around', 'file:///hook.cjs', [6]),
    node(6, 'work', '/c.cjs'),
  ],
  startTime: 1000,
  endTime: 1100,
  samples: [4, 2, 6, 5, 3],
  timeDeltas: [10, 10, 20, 30, 5],
  hook: '/hook.cjs',
};

function writtenProfiles(folder: string, tid: number, profiles: readonly unknown[]): WrittenTrace {
  const trace = new WrittenTrace(folder, 10, { name: `node-10-${tid}`, tid });
  for (const [index, each] of profiles.entries()) {
    const text = typeof each === 'string' ? each : JSON.stringify(each);
    writeFileSync(`${trace.path}.${index + 1}${traceEndings.cpuProfile}`, text);
  }
  return trace;
}

describe('samples of a Node thread', () => {
  it('stand for the time until the next; waiting is none of them, and code of the hook its caller', () => {
    const { folder, gathered, reader, finish } = reading();
    writtenProfiles(folder, 12, [profile]);
    reader.look();
    finish();
    expect(shown(gathered)).toEqual([
      [10, 12, 1009e3, 10e3, '(anonymous)'],
      [10, 12, 1039e3, 30e3, 'work < (anonymous)'],
      [10, 12, 1069e3, 5e3, '(anonymous)'],
      [10, 12, 1074e3, 25e3, '(garbage collector)'],
    ]);
    expect(gathered.samples.map(({ stack: [innermost] }) => [innermost?.file, innermost?.line])).toEqual([
      ['/a b.mjs', 5],
      ['/c.cjs', 5],
      ['/a b.mjs', 5],
      ['', 0],
    ]);
    expect(readdirSync(folder).filter((file) => file.endsWith(traceEndings.cpuProfile))).toEqual([]);
  });

  it('are read from the profiles that are whole', () => {
    const { folder, gathered, finish } = reading();
    writtenProfiles(folder, 12, ['{"nodes":[', profile, { nodes: [] }]);
    finish();
    expect(gathered.samples).toHaveLength(4);
  });

  it('are said to be missing where there are none', () => {
    const { folder, reader, finish } = reading();
    writtenProfiles(folder, 12, [profile]).end(9000);
    writtenProfiles(folder, 13, []).end(9000);
    writtenProfiles(folder, 14, []);
    finish();
    expect(reader.warnings()).toEqual([
      expect.stringMatching(/^1 thread of Node took no CPU samples: .*inspector/),
      expect.stringMatching(/^1 thread of Node ended before/),
    ]);
  });
});
