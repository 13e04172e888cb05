import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { killTree } from '../../../src/workers/node/process-tree.ts';
import { Mark } from '../../support/marked-processes.ts';

/** A tree that grows again wherever it is cut: each process starts another when one of its two children ends. */
const hydra = `
  const { spawn } = require('node:child_process');
  const depth = Number(process.argv[1]);
  const grow = () => spawn(process.execPath, ['-e', process.env.HYDRA, String(depth - 1)]).on('exit', grow);
  if (depth > 0) { grow(); grow(); } else setInterval(() => {}, 1000);
`;

describe('killing a tree', () => {
  it('leaves nothing of one that starts new processes as others end', async () => {
    const mark = new Mark();
    const root = spawn(process.execPath, ['-e', hydra, '2'], {
      env: { ...process.env, ...mark.env, HYDRA: hydra },
      stdio: 'ignore',
    });
    const gone = once(root, 'exit');
    while (mark.living().length < 7) await new Promise((resolve) => setTimeout(resolve, 10));
    await killTree(root.pid ?? 0);
    await gone;
    await mark.expectNoneLeft();
  });

  it('is content with a tree that is gone already', async () => {
    const root = spawn(process.execPath, ['-e', '']);
    await once(root, 'exit');
    await expect(killTree(root.pid ?? 0)).resolves.toBeUndefined();
  });
});
