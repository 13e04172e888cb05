import type { Painter } from '../../../src/renderer/timeline/painter.ts';
import type { TimelineTheme } from '../../../src/renderer/timeline/theme.ts';

/** A painter that writes down what it is told, a line per call. Every letter is 6 pixels wide. */
export class DrawLog implements Painter {
  readonly lines: string[] = [];

  fillRect: Painter['fillRect'] = (box, colour) => this.#add('fill', boxText(box), colour);
  strokeRect: Painter['strokeRect'] = (box, colour, width) =>
    this.#add('stroke', boxText(box), colour, `${width}px`);
  fillPattern: Painter['fillPattern'] = (box, pattern) => this.#add(pattern, boxText(box));
  strokeLine: Painter['strokeLine'] = (points, colour, width) =>
    this.#add('line', ...points.map(({ x, y }) => `${rounded(x)},${rounded(y)}`), colour, `${width}px`);
  fillTriangle: Painter['fillTriangle'] = (a, _, __, colour) =>
    this.#add('triangle', `${rounded(a.x)},${rounded(a.y)}`, colour);
  text: Painter['text'] = (text, { x, y }) => this.#add('text', `"${text}"`, `${rounded(x)},${rounded(y)}`);
  textWidth: Painter['textWidth'] = (text) => text.length * 6;
  image: Painter['image'] = (_, part, box) => this.#add('image', boxText(part), 'to', boxText(box));
  clip: Painter['clip'] = (_, draw) => draw();

  /** The lines of one kind. */
  of(kind: string): readonly string[] {
    return this.lines.filter((line) => line.startsWith(`${kind} `));
  }

  #add(...words: readonly string[]): void {
    this.lines.push(words.join(' '));
  }
}

const rounded = (value: number): string => String(Math.round(value * 100) / 100);

const boxText = ({ x, y, width, height }: Parameters<Painter['fillRect']>[0]): string =>
  `${rounded(x)},${rounded(y)} ${rounded(width)}×${rounded(height)}`;

/** Colours that are easy to tell apart in a log. */
export const theme: TimelineTheme = {
  ground: '#f0f0f0',
  surface: '#ffffff',
  sunken: '#eeeeee',
  line: '#dddddd',
  lineStrong: '#999999',
  text: '#111111',
  muted: '#555555',
  faint: '#777777',
  accent: '#008080',
  accentSoft: '#e0f0f0',
  warning: '#aa7700',
  bad: '#cc0000',
  threads: ['#0000b1', '#0000b2', '#0000b3', '#0000b4', '#0000b5', '#0000b6', '#0000b7', '#0000b8'],
  others: '#666666',
  runnable: '#ffaa00',
  executors: {
    'event-loop': '#a00001',
    'thread-pool': '#a00002',
    'process-pool': '#a00003',
    'thread-per-task': '#a00004',
    'process-per-task': '#a00005',
  },
  font: 'sans',
};
