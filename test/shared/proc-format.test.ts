import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseCoreTimes,
  parseNewestTask,
  parseOpenFileLimit,
  parseResidentPages,
  parseSched,
  parseSchedstat,
  parseChildrenTime,
  parseStat,
  parseStatus,
} from '../../src/shared/proc-format.ts';

const count = fc.integer({ min: 0, max: 2 ** 48 });

describe('a thread', () => {
  it('is read from stat whatever its name is made of', () => {
    const name = fc.string({ unit: fc.constantFrom('(', ')', ' ', 'a', 'R', '1', 'é'), maxLength: 15 });
    fc.assert(
      fc.property(name, count, count, fc.nat(8191), (threadName, ppid, startTicks, core) => {
        const fields = Array.from({ length: 50 }, () => '0');
        fields[0] = 'S';
        fields[1] = String(ppid);
        fields[19] = String(startTicks);
        fields[36] = String(core);
        const text = `4711 (${threadName}) ${fields.join(' ')}\n`;
        expect(parseStat(text)).toEqual({ name: threadName, ppid, startTicks, core });
      }),
    );
  });

  it('has the time of its ended children in stat, in ticks', () => {
    const fields = Array.from({ length: 50 }, (_, at) => String(at + 3));
    expect(parseChildrenTime(`4711 (a (b) c) ${fields.join(' ')}\n`)).toBe((16 + 17) * 1e7);
    expect(parseChildrenTime('4711 (node) S 1 2')).toBeNull();
    expect(parseChildrenTime('')).toBeNull();
  });

  it('is not made up from half a line', () => {
    expect(parseStat('')).toBeNull();
    expect(parseStat('4711 (node')).toBeNull();
    expect(parseStat('4711 (node) S 1 2')).toBeNull();
    expect(parseSchedstat('')).toBeNull();
    expect(parseSchedstat('12 34')).toBeNull();
  });

  it('has its run times in schedstat', () => {
    fc.assert(
      fc.property(count, count, count, (onCpuNs, runDelayNs, timeslices) => {
        expect(parseSchedstat(`${onCpuNs} ${runDelayNs} ${timeslices}\n`)).toEqual({
          onCpuNs,
          runDelayNs,
          timeslices,
        });
      }),
    );
  });

  it('has its switches and migrations in sched', () => {
    const text = [
      'node (2708, #threads: 11)',
      '-------------------------------------------------------------------',
      'se.exec_start                                :       1049438.607034',
      'se.nr_migrations                             :                    7',
      'nr_switches                                  :                   42',
      'nr_voluntary_switches                        :                   37',
      'nr_involuntary_switches                      :                    5',
      '',
    ].join('\n');
    expect(parseSched(text)).toEqual({ voluntarySwitches: 37, involuntarySwitches: 5, migrations: 7 });
    expect(parseSched('')).toBeNull();
  });

  it('has its switches in status too, where one label ends like the other', () => {
    fc.assert(
      fc.property(count, count, (voluntarySwitches, involuntarySwitches) => {
        const lines = [
          `nonvoluntary_ctxt_switches:\t${involuntarySwitches}`,
          `voluntary_ctxt_switches:\t${voluntarySwitches}`,
        ];
        const expected = { voluntarySwitches, involuntarySwitches, migrations: null };
        expect(parseStatus(`Name:\tnode\n${lines.join('\n')}\n`)).toEqual(expected);
        expect(parseStatus(`Name:\tnode\n${lines.toReversed().join('\n')}\n`)).toEqual(expected);
      }),
    );
  });
});

describe('a machine', () => {
  it('has the times of its cores in ticks of 10 ms, each counted once', () => {
    const text = [
      'cpu  100 0 100 100 0 0 0 0 0 0',
      'cpu0 10 20 30 40 50 60 70 80 10 20',
      'cpu17 1 0 0 0 0 0 0 0 0 0',
      'intr 488810 0 0',
      'ctxt 987410',
      '',
    ].join('\n');
    expect(parseCoreTimes(text)).toEqual([
      { core: 0, userNs: 30e7, systemNs: 160e7, iowaitNs: 50e7, stealNs: 80e7, idleNs: 40e7 },
      { core: 17, userNs: 1e7, systemNs: 0, iowaitNs: 0, stealNs: 0, idleNs: 0 },
    ]);
  });

  it('has no cores where the file is empty', () => {
    expect(parseCoreTimes('')).toEqual([]);
  });

  it('names the newest task, the resident pages and the open-file limit', () => {
    expect(parseNewestTask('0.00 0.00 0.00 1/89 4611\n')).toBe(4611);
    expect(parseNewestTask('')).toBeNull();
    expect(parseResidentPages('1000 250 30 1 0 5 0\n')).toBe(250);
    expect(parseResidentPages('')).toBeNull();
    expect(
      parseOpenFileLimit('Max open files            1024                 524288               files\n'),
    ).toBe(1024);
    expect(
      parseOpenFileLimit('Max open files            unlimited            unlimited            files\n'),
    ).toBe(Number.POSITIVE_INFINITY);
    expect(parseOpenFileLimit('')).toBeNull();
  });
});
