import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Processes and not threads: tests pin threads, read their own process from /proc and kill what they started.
    pool: 'forks',
    // The suite is meant for two cores; left to itself, vitest would leave one of them idle.
    maxWorkers: '100%',
    globalSetup: ['test/support/build-when-stale.ts'],
    // Far beyond what any test takes: what hangs fails, what is slow on a busy machine does not.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
