import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDraft } from '../../../../src/renderer/panels/start/draft-memory.ts';
import { emptyDraft } from '../../../../src/renderer/panels/start/lab-draft.ts';

const reread = (stored: unknown) => readDraft(JSON.parse(JSON.stringify(stored)));

describe('choices kept for a task', () => {
  it('come back as they were', () => {
    const draft = {
      ...emptyDraft,
      executors: ['event-loop', 'thread-pool'] as const,
      workers: [1, 2],
      cores: [0],
      pin: 'none' as const,
      tasks: 12,
      repeat: null,
      budget: '1m',
      python: '/usr/bin/python3',
      asyncVariant: '/a.py:twin',
      prefer: 'sync' as const,
    };
    expect(reread({ ...draft, repeat: 2 })).toEqual({ ...draft, repeat: 2 });
    expect(reread(emptyDraft)).toEqual(emptyDraft);
  });

  it('are the usual ones where nothing, or something else, was kept', () => {
    expect(readDraft(null)).toEqual(emptyDraft);
    expect(
      readDraft({ executors: 'all', workers: ['two', 2], pin: 'glue', tasks: '9', prefer: 'both' }),
    ).toEqual({
      ...emptyDraft,
      workers: [2],
    });
  });

  it('are a draft whatever was kept', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (stored) => {
        expect(Object.keys(readDraft(stored))).toEqual(Object.keys(emptyDraft));
      }),
    );
  });
});
