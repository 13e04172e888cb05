import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.ts';

/**
 * Sees to it that there is a Chromium before the tests that need one: takes what is installed, else installs Debian's or
 * Ubuntu's as root, else Playwright's. Ends with 1 and one sentence when none can be had. Nothing is skipped for want of a browser.
 */
const playwright = fileURLToPath(new URL('../../node_modules/@playwright/test/cli.js', import.meta.url));
const isRoot = process.getuid?.() === 0;

const ways: readonly (() => boolean)[] = [
  () => isRoot && runs('apt-get', ['update', '-q']) && runs('apt-get', aptInstall('chromium')),
  // Ubuntu's package of that name only points to a snap; Playwright's build needs its libraries, which it asks apt for.
  () => runs(process.execPath, [playwright, 'install', ...(isRoot ? ['--with-deps'] : []), 'chromium']),
];

if (findChromium() === null) {
  console.log('Getting a Chromium for the tests.');
  const found = ways.some((way) => way() && findChromium() !== null);
  if (!found) {
    console.error(
      'The end-to-end tests need Chromium, and none could be installed: install one (on Debian: apt-get install chromium) or name it with CORELANE_TEST_BROWSER.',
    );
    process.exitCode = 1;
  }
}

function aptInstall(name: string): readonly string[] {
  return ['install', '-q', '-y', '--no-install-recommends', name];
}

function runs(command: string, args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, error, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
  if (status === 0) return true;
  const lastLine = (error?.message ?? `${stdout}\n${stderr}`).trim().split('\n').at(-1) ?? '';
  console.log(`  ${command} ${args[0] ?? ''} did not succeed: ${lastLine}`);
  return false;
}
