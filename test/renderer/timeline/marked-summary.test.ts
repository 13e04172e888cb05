import { describe, expect, it } from 'vitest';
import { summarise } from '../../../src/renderer/timeline/marked-summary.ts';
import type { TaskStripsQuery } from '../../../src/shared/session-queries.ts';
import { evenStrip, groupOf } from './sessions.ts';

/** An engine whose lanes are half busy and begin a task per bucket; it remembers what it was asked. */
function engineOf() {
  const asked: TaskStripsQuery[] = [];
  return {
    asked,
    taskStrips: async (query: TaskStripsQuery) => {
      asked.push(query);
      return query.groups.map(({ lanes, fromNs, toNs }) =>
        evenStrip(lanes.length, fromNs, toNs, query.width, 1),
      );
    },
  };
}

const first = groupOf({ trial: 0, extent: { fromNs: 1000, toNs: 3000 } });
const second = groupOf({ trial: 1, extent: { fromNs: 6000, toNs: 9000 }, lanes: 4 });
const empty = groupOf({ trial: 2, extent: null, lanes: 0 });

describe('a marked range', () => {
  it('counts what began and how busy lanes were, per trial', async () => {
    const engine = engineOf();
    const trials = await summarise(engine, 's', [first, second], 'aligned', { fromNs: 0, toNs: 2000 });
    expect(trials).toEqual([
      { group: first, begun: 2000, busy: 0.5 },
      { group: second, begun: 4000, busy: 0.5 },
    ]);
  });

  it('lies at another moment of each trial when trials are aligned, and is cut to where they ran', async () => {
    const engine = engineOf();
    await summarise(engine, 's', [first, second], 'aligned', { fromNs: 1000, toNs: 2500 });
    expect(engine.asked[0]?.groups).toEqual([
      { lanes: [0, 1], fromNs: 2000, toNs: 3000 },
      { lanes: [0, 1, 2, 3], fromNs: 7000, toNs: 8500 },
    ]);
  });

  it('touches only the trials that ran in it when they are shown as recorded', async () => {
    const engine = engineOf();
    const trials = await summarise(engine, 's', [first, second, empty], 'recorded', {
      fromNs: 500,
      toNs: 1500,
    });
    expect(trials.map(({ group }) => group.trial)).toEqual([0]);
    expect(engine.asked[0]?.groups).toEqual([{ lanes: [0, 1], fromNs: 1000, toNs: 1500 }]);
  });

  it('asks nothing where nothing ran', async () => {
    const engine = engineOf();
    expect(await summarise(engine, 's', [first, empty], 'recorded', { fromNs: 4000, toNs: 5000 })).toEqual(
      [],
    );
    expect(engine.asked).toEqual([]);
  });
});
