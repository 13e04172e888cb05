import { describe, expect, it } from 'vitest';
import { plainView } from '../../../../src/main/hosts/cli/text-view.ts';
import { renderComparison } from '../../../../src/main/hosts/cli/comparison-text.ts';
import { compareSessions } from '../../../../src/main/engine/comparison/compare-sessions.ts';
import { recordLab, recordProfile, repeats } from '../../engine/comparison/sessions.ts';
import { corelane } from './run-corelane.ts';

const slow = repeats('thread-pool', 2, [100, 101, 99, 100.5, 99.5]);
const fast = repeats('thread-pool', 2, [80, 81, 79, 80.5, 79.5]);

describe('compare', () => {
  it('says first what a configuration comes to, then figure by figure', async () => {
    const { code, stdout, stderr } = await corelane([
      'compare',
      await recordLab('a', slow),
      await recordLab('b', fast),
    ]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^thread-pool × 2: B is 1\.25 times as fast \(1\.2\d–1\.2\d\)$/m);
    expect(stdout).toMatch(/^ +wall time +100 ms +80\.0 ms +0\.80 +0\.7\d–0\.8\d +0\.008 +large +5/m);
    expect(stdout).toMatch(/^ +peak RSS .* no difference found; one of 5 % can be ruled out$/m);
    expect(stdout).toContain('Intervals come from the repeats within each session.');
  });

  it('prints one object for programs', async () => {
    const a = await recordLab('a', slow);
    const b = await recordLab('b', fast);
    const { code, stdout } = await corelane(['compare', a, b, '--json']);
    expect(code).toBe(0);
    const report: unknown = JSON.parse(stdout);
    expect(report).toMatchObject({
      corelane: 1,
      command: 'compare',
      kind: 'lab',
      a: { session: a },
      b: { session: b },
    });
    expect(report).toHaveProperty(
      'metrics',
      expect.arrayContaining([
        expect.objectContaining({ name: 'wall_ms', a: 100, b: 80, ratio: 0.8, significant: true }),
      ]),
    );
  });

  it('refuses a lab beside a profile as bad usage, with a remedy', async () => {
    const { code, stdout, stderr } = await corelane([
      'compare',
      await recordLab('a', slow),
      await recordProfile('b', []),
    ]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/is a lab and .* a profile/);
    expect(stderr).toContain('→ Compare two labs, or two profiles.');
  });

  it('fails for a session that is not there, and needs two', async () => {
    const a = await recordLab('a', slow);
    expect((await corelane(['compare', a, 'nosuch'])).code).toBe(1);
    const { code, stderr } = await corelane(['compare', a]);
    expect(code).toBe(2);
    expect(stderr).toContain('`corelane compare` needs a B');
  });

  it('fits into a narrow terminal by leaving out columns, the sentences of figures first', async () => {
    const { report } = compareSessions(await recordLab('a', slow), await recordLab('b', fast));
    const text = renderComparison(report, { ...plainView, columns: 60 });
    expect(
      Math.max(
        ...text
          .split('\n')
          .filter((line) => !line.includes('/'))
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(60);
    expect(text).toMatch(/wall time +100 ms +80\.0 ms +0\.80 +0\.7/);
  });
});
