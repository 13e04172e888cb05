import { describe, expect, it } from 'vitest';
import {
  exportCommand,
  formats,
  suggestedTarget,
  withEndingOf,
} from '../../../../src/renderer/panels/export/export-formats.ts';
import { exportFormats } from '../../../../src/shared/workplace.ts';

describe('formats', () => {
  it('says of every format what it is for', () => {
    expect(formats.map(({ format }) => format)).toEqual(exportFormats);
  });
});

describe('suggestedTarget', () => {
  it("is the session's name with the ending of the format", () => {
    expect(suggestedTarget('/data/primes.corelane', 'chrome', '/home/me')).toBe('/home/me/primes.trace.json');
    expect(suggestedTarget('/data/primes.corelane', 'csv-tasks', '/home/me')).toBe(
      '/home/me/primes.tasks.csv',
    );
  });
});

describe('withEndingOf', () => {
  it('changes the ending with the format, unless the user gave another', () => {
    expect(withEndingOf('/x/a.trace.json', 'chrome', 'csv-samples')).toBe('/x/a.samples.csv');
    expect(withEndingOf('/x/a.txt', 'chrome', 'csv-samples')).toBeNull();
  });
});

describe('exportCommand', () => {
  it('can be pasted into a shell', () => {
    expect(exportCommand('/data/my primes.corelane', 'json', '/home/me/x.json')).toBe(
      "corelane export '/data/my primes.corelane' --format json -o /home/me/x.json",
    );
  });
});
