import { join } from 'node:path';
import { createBirpc } from 'birpc';
import { expect, it, vi } from 'vitest';
import { choosePlatform } from '../../../../src/main/engine/collector/choose-platform.ts';
import { openEngine } from '../../../../src/main/engine/desk/engine.ts';
import { builtEntries } from '../../../../src/main/engine/worker-entries.ts';
import type { EngineApi, WindowApi } from '../../../../src/shared/engine-api.ts';
import { isUnderWay, type Job, type LiveBatch } from '../../../../src/shared/jobs.ts';
import { decodeRpc, encodeRpc } from '../../../../src/shared/rpc-message.ts';
import { taskFixture } from '../../../support/command-line.ts';
import { labRequest } from '../../../support/engine-process.ts';
import { ownFolder } from '../../../support/own-folder.ts';

const built = new URL('../../../../out/main/engine-process.js', import.meta.url).href;

/** An engine in this process, for a host that reads as the test says, and its one window. */
function engineFor(isBehind: () => boolean) {
  const jobs: Job[] = [];
  const batches: LiveBatch[] = [];
  const listeners: ((frame: Uint8Array) => void)[] = [];
  const engine = openEngine({
    environment: { entries: builtEntries(built), platform: choosePlatform(), version: '0' },
    examples: '/nowhere',
    send: ({ kind, payload }) => {
      if (kind === 'message') for (const hear of listeners) hear(payload);
    },
    isBehind,
    note: () => undefined,
  });
  const told: WindowApi = {
    jobChanged: (job) => void jobs.push(job),
    live: (batch) => void batches.push(batch),
    settingsChanged: () => undefined,
    sessionsChanged: () => undefined,
  };
  engine.receive({ window: 1, kind: 'open', payload: new Uint8Array(0) });
  const window = createBirpc<EngineApi, WindowApi>(told, {
    post: (payload: Uint8Array) => engine.receive({ window: 1, kind: 'message', payload }),
    on: (listener) => void listeners.push(listener),
    serialize: encodeRpc,
    deserialize: decodeRpc,
    timeout: -1,
  });
  return { engine, window, jobs, batches };
}

const settled = (batch: LiveBatch | null | undefined): number =>
  batch?.spans.tasks.reduce((sum, tasks) => sum + tasks, 0) ?? 0;

it('tells windows of a lab nothing but its end while their host does not read, and all of it then', async () => {
  const folder = ownFolder();
  for (const name of ['XDG_CONFIG_HOME', 'XDG_DATA_HOME']) vi.stubEnv(name, folder);
  const { engine, window, jobs, batches } = engineFor(() => true);
  const request = labRequest(taskFixture('quick.mjs'), { tasks: 3000, out: join(folder, 'x.corelane') });
  const id = await window.startLab(request);
  const history = await window.watchJob(id);
  await expect.poll(() => jobs.some((job) => !isUnderWay(job))).toBe(true);
  await engine.close();
  expect(jobs.map(({ state }) => state.type)).toEqual(['running', 'done']);
  expect(batches).toHaveLength(1);
  expect(settled(history) + settled(batches[0])).toBe(3000);
});
