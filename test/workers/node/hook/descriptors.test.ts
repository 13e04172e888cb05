import { describe, expect, it } from 'vitest';
import { nodes, packageFile, runHooked } from './hooked-node.ts';

const piscina = packageFile('piscina');

/** Closes all files that it finds open, as a daemon does, and opens as many of its own: they get the same numbers. */
const closesAll = `
  const fs = require('node:fs');
  const open = () => fs.readdirSync('/proc/self/fd').map(Number).filter((n) => {
    try { return n > 2 && fs.fstatSync(n).isFile(); } catch { return false; }
  });
  const before = open();
  for (const n of before) fs.closeSync(n);
  const mine = before.map((n) => __dirname + '/mine-' + n);
  for (const path of mine) fs.writeSync(fs.openSync(path, 'w'), 'mine');`;

describe.each(nodes)('descriptors that a program on Node $version closes', ({ path: node }) => {
  it('are opened anew, and files of the program that got their numbers are left alone', async () => {
    const run = await runHooked({
      node,
      files: {
        'main.cjs': `
          ${closesAll}
          performance.mark('after');
          const { Worker } = require('node:worker_threads');
          new Worker('0', { eval: true }).on('exit', () => performance.mark('later'));
          process.on('exit', () => console.log(before.length > 1, new Set(mine.map((path) => fs.readFileSync(path, 'utf8')))));`,
      },
    });
    expect(run).toMatchObject({ code: 0, stdout: "true Set(1) { 'mine' }\n", stderr: '' });
    expect(run.records('task').map(({ state }) => state)).toEqual(['ok']);
    expect(run.records('span').map(({ name }) => name)).toEqual(expect.arrayContaining(['after', 'later']));
    expect(run.traces.every(({ header }) => header.endNs > 0)).toBe(true);
  });

  it.skipIf(piscina === null)('in a task of a pool are opened anew, too', async () => {
    const run = await runHooked({
      node,
      files: {
        'main.cjs': `
          const Piscina = require(${JSON.stringify(piscina)});
          const pool = new Piscina({ filename: __dirname + '/closes.cjs', maxThreads: 1 });
          (async () => {
            console.log(await pool.run('close'), await pool.run('look'), await pool.run('look'));
            await pool.destroy();
          })();`,
        'closes.cjs': `
          const closesAll = () => { ${closesAll} return { mine, fs }; };
          let kept;
          module.exports = (word) => {
            if (word === 'close') kept = closesAll();
            return new Set(kept.mine.map((path) => kept.fs.readFileSync(path, 'utf8')));
          };`,
      },
    });
    const mine = "Set(1) { 'mine' }";
    expect(run).toMatchObject({ code: 0, stdout: `${mine} ${mine} ${mine}\n`, stderr: '' });
    expect(run.records('task').map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
    expect(run.records('run').map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
  });

  it('stay closed where the trace is gone, and the program goes on', async () => {
    const run = await runHooked({
      node,
      files: {
        'main.cjs': `
          ${closesAll}
          fs.rmSync(process.env.CORELANE_TRACE, { recursive: true });
          performance.mark('after');
          new (require('node:worker_threads').Worker)('0', { eval: true });
          process.on('exit', () => console.log(new Set(mine.map((path) => fs.readFileSync(path, 'utf8')))));`,
      },
    });
    expect(run).toMatchObject({ code: 0, stdout: "Set(1) { 'mine' }\n", stderr: '', traces: [] });
  });
});
