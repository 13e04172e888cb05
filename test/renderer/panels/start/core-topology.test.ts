import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CoreInfo } from '../../../../src/shared/workplace.ts';
import {
  groupCores,
  hasSiblings,
  nameGroup,
  onePerPhysicalCore,
} from '../../../../src/renderer/panels/start/core-topology.ts';

const core = (number: number, rest: Partial<CoreInfo> = {}): CoreInfo => ({
  core: number,
  physical: number,
  socket: 0,
  maxMhz: null,
  ...rest,
});

/** The layout as text: groups apart by |, siblings joined by +. */
const layoutOf = (cores: readonly CoreInfo[]): string =>
  groupCores(cores)
    .map(({ physicalCores }) =>
      physicalCores.map((logical) => logical.map((one) => one.core).join('+')).join(' '),
    )
    .join(' | ');

describe('the layout of cores', () => {
  it('puts siblings of a physical core side by side', () => {
    const cores = [0, 1, 2, 3].map((number) => core(number, { physical: number % 2 }));
    expect(layoutOf(cores)).toBe('0+2 1+3');
    expect(onePerPhysicalCore(cores)).toEqual([0, 1]);
    expect(hasSiblings(cores)).toBe(true);
  });

  it('tells sockets apart', () => {
    const cores = [core(0), core(1, { socket: 1 }), core(2), core(3, { socket: 1 })];
    expect(layoutOf(cores)).toBe('0 2 | 1 3');
    expect(groupCores(cores).map((group) => nameGroup(group, 2))).toEqual(['socket 0', 'socket 1']);
  });

  it('puts fast cores before economical ones', () => {
    const cores = [core(0, { maxMhz: 3900 }), core(1, { maxMhz: 5200 }), core(2, { maxMhz: 5100 })];
    expect(layoutOf(cores)).toBe('1 2 | 0');
    expect(groupCores(cores).map((group) => nameGroup(group, 2))).toEqual([
      'socket 0 · fast, up to 5.2 GHz',
      'socket 0 · economical, up to 3.9 GHz',
    ]);
  });

  it('takes favoured cores, a few percent faster, for cores like the others', () => {
    expect(layoutOf([core(0, { maxMhz: 5000 }), core(1, { maxMhz: 5300 })])).toBe('0 1');
  });

  it('lets cores of which nothing is known stand for themselves', () => {
    const cores = [0, 1, 2].map((number) => core(number, { physical: null, socket: null }));
    expect(layoutOf(cores)).toBe('0 1 2');
    expect(hasSiblings(cores)).toBe(false);
    expect(groupCores(cores).map((group) => nameGroup(group, 1))).toEqual([null]);
  });

  it('shows every core exactly once, whatever the machine', () => {
    const machines = fc.uniqueArray(
      fc.record({
        core: fc.nat(500),
        physical: fc.option(fc.nat(250)),
        socket: fc.option(fc.nat(3)),
        maxMhz: fc.option(fc.constantFrom(2400, 3900, 5200)),
      }),
      { selector: (one) => one.core, minLength: 1, maxLength: 256 },
    );
    fc.assert(
      fc.property(machines, (cores) => {
        const shown = groupCores(cores).flatMap(({ physicalCores }) =>
          physicalCores.flat().map((one) => one.core),
        );
        expect(shown.toSorted((a, b) => a - b)).toEqual(cores.map((one) => one.core).sort((a, b) => a - b));
        const chosen = onePerPhysicalCore(cores);
        expect(new Set(chosen).size).toBe(chosen.length);
      }),
    );
  });
});
