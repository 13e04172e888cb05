import { expect, it } from 'vitest';
import { exactReason, whyNot } from '../../../../../src/main/engine/collector/scheduling/reasons.ts';
import { wantedScheduling } from '../../../../../src/main/engine/collector/scheduling/wanted-scheduling.ts';
import type { Refusal } from '../../../../../src/main/engine/collector/switch-recording.ts';

const refusal = (tried: Refusal['tried']): Refusal => ({
  tried,
  error: 13,
  reason: `${tried} is refused.`,
  remedy: `Allow ${tried}.`,
});

it('says what is recorded, and why not more, with what would allow it', () => {
  expect(exactReason({ mode: 'system', wakes: true }, 'system', [])).toMatch(/^Every [^.]*\.$/);
  expect(exactReason({ mode: 'system', wakes: false }, 'system', [refusal('wakes')])).toMatch(
    /wakes is refused\. Allow wakes\. Without them, [^.]*\.$/,
  );
  expect(exactReason({ mode: 'process', wakes: false }, 'system', [refusal('system')])).toMatch(
    /system is refused\. Allow system\.$/,
  );
  expect(whyNot('sampled', 'system', [refusal('system'), refusal('process')])).toBe(
    'process is refused. Allow process.',
  );
});

it('says when nobody asked for more', () => {
  expect(whyNot('process', 'process', [])).toBe('CORELANE_SCHEDULING=process asked for no more.');
});

it('asks for the best unless the environment names another mode, and refuses what is none', () => {
  expect(wantedScheduling({})).toBe('system');
  expect(wantedScheduling({ CORELANE_SCHEDULING: '' })).toBe('system');
  expect(wantedScheduling({ CORELANE_SCHEDULING: 'sampled' })).toBe('sampled');
  expect(() => wantedScheduling({ CORELANE_SCHEDULING: 'perf' })).toThrow('CORELANE_SCHEDULING=perf');
});
