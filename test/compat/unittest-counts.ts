/** What `python -m test -v` says of a suite, all its parts together. */
export interface TestCounts {
  readonly ran: number;
  readonly skipped: number;
  /** Failures and errors. */
  readonly failed: number;
  /** Of those that failed. */
  readonly names: readonly string[];
}

/** Adds up the closing lines of unittest (`Ran 12 tests in`, `FAILED (failures=1, skipped=2)`) in what a run printed. */
export function countTests(printed: string): TestCounts {
  const results = [...printed.matchAll(/^(?:OK|FAILED) \(([^)]*)\)$/gm)].map(([, figures = '']) => figures);
  const sumOf = (name: string): number =>
    results.reduce(
      (sum, figures) => sum + (Number(new RegExp(`\\b${name}=(\\d+)`).exec(figures)?.[1]) || 0),
      0,
    );
  const names = [...printed.matchAll(/^(?:FAIL|ERROR): (\S+ \([^)]*\))/gm)].map(([, name = '']) => name);
  return {
    ran: [...printed.matchAll(/^Ran (\d+) tests? in/gm)].reduce((sum, [, count]) => sum + Number(count), 0),
    skipped: sumOf('skipped'),
    failed: sumOf('failures') + sumOf('errors'),
    names: [...new Set(names)].sort(),
  };
}

export const isSame = (a: TestCounts, b: TestCounts): boolean =>
  a.ran === b.ran && a.skipped === b.skipped && a.failed === b.failed;
