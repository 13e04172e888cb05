/** Rounds of the spin task (bare/spin.mjs) that take a microsecond here, once compiled. */
export async function roundsPerMicrosecond(): Promise<number> {
  process.env['CORELANE_BENCH_ROUNDS'] = '1000000';
  const { default: spin } = await import('./bare/spin.mjs');
  const times = Array.from({ length: 20 }, () => {
    const startedAt = performance.now();
    spin();
    return performance.now() - startedAt;
  });
  return 1_000_000 / (Math.min(...times) * 1000);
}
