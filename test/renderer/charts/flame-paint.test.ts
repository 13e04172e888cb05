import { describe, expect, it } from 'vitest';
import { flameColour, isOwnCode } from '../../../src/renderer/charts/flame-colours.ts';
import { layOutFlame } from '../../../src/renderer/charts/flame-layout.ts';
import { paintFlame, type FlameView } from '../../../src/renderer/charts/flame-paint.ts';
import { searchFlame } from '../../../src/renderer/charts/flame-search.ts';
import { flameRoot } from '../../../src/renderer/charts/flame-tree.ts';
import { DrawLog, theme } from '../timeline/draw-log.ts';
import { nodeOf, treeOf } from './flame-graphs.ts';

const tree = treeOf(`
app.main 10
  app.work 60
  lib.read 20
(gc) 10
`);
const size = { width: 200, height: 60 };
const node = (name: string) => nodeOf(tree, name);
const colourOf = (name: string) => flameColour(tree.frame(node(name)), theme);
/** What a box was filled with. */
const filled = (log: DrawLog, box: string) =>
  log
    .of('fill')
    .find((line) => line.includes(box))
    ?.slice(-7);
const isOwn = (file: string) => isOwnCode({ number: 1, name: 'f', file, line: 1, language: 'python' });

function painted(view: Partial<FlameView> = {}, height = size.height): DrawLog {
  const log = new DrawLog();
  const layout = layOutFlame(tree, flameRoot, size.width);
  const still = { hits: null, selected: null, hovered: null, scrollTopPx: 0 };
  paintFlame(log, theme, { tree, layout, ...still, ...view }, { ...size, height });
  return log;
}

describe('a flame graph', () => {
  it('names its bars where there is room', () => {
    expect(painted().of('text')).toEqual([
      'text "All samples" 4,9.5',
      'text "main" 4,29.5',
      'text "work" 4,49.5',
      'text "read" 124,49.5',
    ]);
  });

  it('paints functions of one file alike', () => {
    expect(colourOf('main')).toBe(colourOf('work'));
    expect(theme.threads).toContain(colourOf('read'));
    expect(theme.threads).not.toContain(colourOf('(gc)'));
  });

  it('paints the rows in sight only', () => {
    expect(painted({ scrollTopPx: 40 }, 20).of('text')).toEqual(['text "work" 4,9.5', 'text "read" 124,9.5']);
  });

  it('quietens what a search does not find', () => {
    const [before, after] = [painted(), painted({ hits: searchFlame(tree, 'work') })];
    const [work, read] = ['0,40 119×19', '120,40 39×19'];
    expect(filled(after, work)).toBe(filled(before, work));
    expect(filled(after, read)).not.toBe(filled(before, read));
  });

  it('outlines what is selected and what is pointed at', () => {
    const outlines = painted({ selected: node('work'), hovered: node('main') }).of('stroke');
    expect(outlines).toEqual([
      'stroke 0,20 179×19 #111111 1px',
      'stroke 0,40 119×19 #111111 2px',
      'stroke 2,42 115×15 #ffffff 1px',
    ]);
  });
});

describe('own code', () => {
  it('is what is neither the runtime nor installed', () => {
    const files = [
      '/home/ada/crawl.py',
      '/home/ada/.venv/lib/python3.12/site-packages/requests/api.py',
      '/usr/lib/python3.11/json/decoder.py',
      '/home/ada/node_modules/piscina/dist/index.js',
      'node:internal/timers',
      '<frozen importlib._bootstrap>',
      '',
    ];
    expect(files.filter(isOwn)).toEqual(['/home/ada/crawl.py']);
  });
});
