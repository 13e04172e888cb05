import { defineConfig } from '@playwright/test';
import { electronBinary, type HostChoice } from './test/e2e/electron-binary.ts';

const electron = electronBinary();
if (electron === null && process.env['TEST_WORKER_INDEX'] === undefined) {
  console.log('Electron: its binary is not here, so these specs run in Chromium only.');
}

/** End to end: the built app, its real engine, real tasks. */
export default defineConfig<HostChoice>({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  // Labs measure: two at a time would measure each other.
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
  projects: [{ name: 'chromium' }, ...(electron === null ? [] : [{ name: 'electron', use: { electron } }])],
});
