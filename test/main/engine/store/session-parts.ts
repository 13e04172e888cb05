import { sessionVersion } from '../../../../src/shared/session.ts';
import type { SessionHeader } from '../../../../src/shared/session.ts';

/** The built writer's thread. */
export const entry = new URL('../../../../out/workers/store-writer.js', import.meta.url);

export const header: SessionHeader = {
  version: sessionVersion,
  id: 'test-session',
  command: 'lab',
  workload: { label: 'primes.ts', path: '/somewhere/primes.ts' },
  started_at: '2026-01-01T00:00:00.000Z',
  origin_ns: '123456789012345678',
  corelane: '0.1.0',
};
