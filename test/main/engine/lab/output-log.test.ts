import { describe, expect, it } from 'vitest';
import { OutputLog } from '../../../../src/main/engine/lab/output-log.ts';
import type { LogRow } from '../../../../src/shared/session.ts';

describe('the log of what tasks print', () => {
  it('keeps each piece with its trial, stream and time', () => {
    const rows: LogRow[] = [];
    const log = new OutputLog(process.hrtime.bigint(), (row) => rows.push(row));
    log.write(3, 'stderr', 'oh');
    expect(rows).toMatchObject([{ trial: 3, stream: 'stderr', text: 'oh' }]);
    expect(rows[0]?.time).toBeGreaterThan(0);
    expect(log.warning()).toBeNull();
  });

  it('keeps the first 8 MiB of a session, in the middle of a piece if need be, and says what it dropped', () => {
    const rows: LogRow[] = [];
    const log = new OutputLog(process.hrtime.bigint(), (row) => rows.push(row));
    const megabyte = 'x'.repeat(1_000_000);
    for (let count = 0; count < 100; count += 1) log.write(0, 'stdout', megabyte);
    expect(rows.reduce((sum, { text }) => sum + text.length, 0)).toBe(8 * 1024 * 1024);
    expect(rows).toHaveLength(9);
    expect(log.warning()).toBe('The tasks printed 100.0 MB; the session keeps the first 8.4 MB.');
  });
});
