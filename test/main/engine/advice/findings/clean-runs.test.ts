import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { unpackStream } from './event-stream.ts';
import { findingsInLab, unpackLab } from './lab-stream.ts';
import { findingsInStream } from './recorded-run.ts';

/** Recorded by test/fixtures/findings/record.ts: what the kernel told of runs that have none of the problems. */
const folder = fileURLToPath(new URL('../../../../fixtures/findings', import.meta.url));
const recorded = globSync('*.events.zst', { cwd: folder }).sort();
const labs = globSync('*.lab.zst', { cwd: folder }).sort();

describe('a recorded clean run', () => {
  it('is there for each kind of program, in both modes', () => {
    expect(recorded).toHaveLength(14);
  });

  it.each(recorded)('has no finding: %s', async (name) => {
    const stream = unpackStream(readFileSync(`${folder}/${name}`));
    expect(stream.time.length).toBeGreaterThan(40);
    expect(await findingsInStream(stream)).toEqual([]);
  });

  it.each(labs)('of a lab has no finding: %s', async (name) => {
    const lab = unpackLab(readFileSync(`${folder}/${name}`));
    expect(lab.report.trials.map(({ complete }) => complete)).toEqual([true]);
    expect(await findingsInLab(lab)).toEqual([]);
  });
});
