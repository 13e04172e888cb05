import { describe, expect, it } from 'vitest';
import { compareOutput } from '../../../../src/main/engine/what-if/compare-output.ts';
import { OutputTaken, type PrintedOutput } from '../../../../src/main/engine/what-if/printed-output.ts';

function output(...lines: readonly string[]): PrintedOutput {
  const taken = new OutputTaken();
  taken.take(Buffer.from(lines.map((line) => `${line}\n`).join('')));
  return taken.finish();
}

const differences = (baselines: readonly PrintedOutput[], ...variants: readonly PrintedOutput[]) =>
  compareOutput(baselines, variants).differences;

describe('the output of a variant', () => {
  const same = [output('a', 'b 1'), output('a', 'b 1')];

  it('is to be the same byte by byte where that of the script is', () => {
    expect(compareOutput(same, [output('a', 'b 1')])).toEqual({ differences: [], warnings: [] });
    expect(differences(same, output('a', 'b 2'))).toEqual([
      'The variant prints something else: line 2 is "b 2", and of the script "b 1".',
    ]);
    expect(differences(same, output('a'))).toEqual([
      'The variant prints something else: line 2 is "", and of the script "b 1".',
    ]);
    expect(differences(same, output('b 1', 'a'))).toEqual([
      'The variant prints the same lines in another order, from line 1 on.',
    ]);
  });

  it('is told once where several variants differ alike', () => {
    expect(differences(same, output('x', 'b 1'), output('x', 'b 1'))).toHaveLength(1);
  });

  const timed = [output('sum 55', 'took 0.1 s'), output('sum 55', 'took 0.25 s')];

  it('may have other numbers where the script has others each time, and only there', () => {
    const { differences: none, warnings } = compareOutput(timed, [output('sum 55', 'took 0.093 s')]);
    expect(none).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('of 3 lines, 1 was compared without its numbers')]);
    expect(differences(timed, output('sum 54', 'took 0.1 s'))).toEqual([
      'The variant does not print a line that the script always prints: "sum 55".',
    ]);
    expect(differences(timed, output('sum 55', 'failed after 0.1 s'))).toEqual([
      'The variant prints other lines than the script, and they differ in more than numbers.',
    ]);
  });

  it('keeps the order that the script always keeps', () => {
    expect(differences(timed, output('took 0.1 s', 'sum 55'))).toEqual([
      'The variant prints its lines in another order, which the script always keeps.',
    ]);
  });

  it('may come in any order where that of the script does', () => {
    const unordered = [output('a', 'b', 'c'), output('b', 'a', 'c')];
    expect(differences(unordered, output('c', 'b', 'a'))).toEqual([]);
    expect(differences(unordered, output('c', 'b', 'b'))).toEqual([
      'The variant does not print a line that the script always prints: "a".',
    ]);
  });

  it('cannot be judged where the script prints other words each time', () => {
    const random = [output('heads'), output('tails')];
    expect(differences(random, output('heads'))).toEqual([
      expect.stringContaining('whether the variant does the same cannot be told'),
    ]);
  });
});
