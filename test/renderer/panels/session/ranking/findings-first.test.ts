import { expect, it } from 'vitest';
import { recommendedFirst } from '../../../../../src/renderer/panels/session/ranking/findings-first.ts';
import type { Finding } from '../../../../../src/shared/lab-report.ts';
import { report } from '../reports.ts';

const finding = (id: string, evidence: Finding['evidence']): Finding => ({
  id,
  title: id,
  evidence,
  range_ms: [0, 1],
  remedy: '',
});

it('puts findings of the recommended configuration before those of others', () => {
  const findings = [
    finding('of another', { executor: 'process-pool', workers: 2 }),
    finding('of none', {}),
    finding('of it with more workers', { executor: 'thread-pool', workers: 4 }),
    finding('of it', { executor: 'thread-pool', workers: 2 }),
  ];
  expect(recommendedFirst(report([], { findings })).map(({ id }) => id)).toEqual([
    'of it',
    'of another',
    'of none',
    'of it with more workers',
  ]);
});
