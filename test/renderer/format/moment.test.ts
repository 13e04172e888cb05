import { describe, expect, it } from 'vitest';
import { formatAgo, formatMoment } from '../../../src/renderer/format/moment.ts';

const now = Date.parse('2026-11-22T12:00:00.000Z');
const ago = (seconds: number): string => new Date(now - seconds * 1000).toISOString();

describe('formatMoment', () => {
  it('writes day, month, year and time', () => {
    expect(formatMoment('2026-11-22T12:03:00.000Z')).toMatch(/^2[123] Nov 2026, \d\d:03$/);
  });

  it('is a dash for what is not known', () => {
    expect([formatMoment(null), formatMoment('yesterday'), formatAgo(null)]).toEqual(['–', '–', '–']);
  });
});

describe('formatAgo', () => {
  it('counts in the largest unit that fits', () => {
    expect([5, 60, 3599, 3600, 86_400, 3 * 86_400].map((seconds) => formatAgo(ago(seconds), now))).toEqual([
      'just now',
      '1 minute ago',
      '59 minutes ago',
      '1 hour ago',
      'yesterday',
      '3 days ago',
    ]);
  });

  it('names the day from a week on', () => {
    expect(formatAgo(ago(8 * 86_400), now)).toMatch(/Nov 2026/);
  });
});
