import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createBirpc, type BirpcReturn } from 'birpc';
import { expect, onTestFinished } from 'vitest';
import type { Puppet } from '../../../support/electron-double/puppet.ts';
import { Mark, type MarkedProcess } from '../../../support/marked-processes.ts';
import { ownFolder } from '../../../support/own-folder.ts';

const double = (file: string): string =>
  fileURLToPath(new URL(`../../../support/electron-double/${file}`, import.meta.url));

export interface RunningApp {
  readonly puppet: BirpcReturn<Puppet, object>;
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  readonly mark: Mark;
  readonly engine: () => Promise<MarkedProcess>;
}

/** Starts the built main process on the double of Electron, with folders of its own. Ends it with the test, and sees that nothing is left. */
export async function startApp(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<RunningApp> {
  const mark = new Mark();
  const home = ownFolder();
  const child = fork(double('puppet.ts'), args, {
    execArgv: ['--import', double('module-hook.ts')],
    env: { ...process.env, HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home, ...mark.env, ...env },
    cwd: home,
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const puppet = createBirpc<Puppet, object>(
    {},
    { post: (message) => child.send(message), on: (hear) => child.on('message', hear), timeout: -1 },
  );
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
    await mark.expectNoneLeft();
  });
  return { puppet, ended, mark, engine: () => mark.find(/engine-process\.js/) };
}

/** The same with its first window open and connected to a running engine. */
export async function startConnectedApp(args: readonly string[] = []): Promise<RunningApp> {
  const app = await startApp(args);
  await expect.poll(() => app.puppet.windows()).toHaveLength(1);
  expect(await app.puppet.connect(1)).toBe(true);
  await expect.poll(() => app.puppet.heard(1)).toContainEqual({ type: 'engine', state: { type: 'running' } });
  return app;
}
