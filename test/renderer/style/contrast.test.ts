import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { quietFlameColour } from '../../../src/renderer/charts/flame-colours.ts';
import { inkOn, mixed, othersGround, rgbOf } from '../../../src/renderer/timeline/theme.ts';
import { theme as anyTheme } from '../timeline/draw-log.ts';

/** Contrast as WCAG 2.2 defines it: at least 4.5 for text, 3 for what else is to be seen. */

const css = readFileSync(new URL('../../../src/renderer/style/tokens.css', import.meta.url), 'utf8');

const tokensOf = (selector: string): Readonly<Record<string, string>> => {
  const block = css.slice(css.indexOf(`${selector} {`));
  const tokens = block.slice(0, block.indexOf('}')).matchAll(/--([\w-]+): (#[\da-f]{6});/g);
  return Object.fromEntries([...tokens].map(([, name = '', value = '']) => [name, value]));
};

const light = tokensOf(':root');
const themes = { light, dark: { ...light, ...tokensOf("[data-theme='dark']") } };

function luminance(colour: string): number {
  const linear = rgbOf(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** The pairs of ink and ground that are closer to each other. */
const below = (least: number, pairs: readonly (readonly [string, string, string])[]) =>
  pairs.flatMap(([name, ink, ground]) => {
    const found = contrast(ink, ground);
    return found >= least ? [] : [`${name}: ${found.toFixed(2)}`];
  });

const hues = Array.from({ length: 8 }, (_, hue) => `thread-${hue + 1}`);
const executors = ['event-loop', 'thread-pool', 'process-pool', 'thread-per-task', 'process-per-task'];

describe.each(Object.entries(themes))('in the %s theme', (_, tokens) => {
  const token = (name: string): string => {
    const value = tokens[name];
    if (value === undefined) throw new Error(`no token ${name}`);
    return value;
  };

  it('text is read on every ground that it stands on', () => {
    const grounds = ['ground', 'surface', 'surface-raised'];
    const inks = ['text', 'text-muted', 'text-faint', 'accent-text', 'good', 'warning', 'bad'];
    const plain = grounds.flatMap((ground) =>
      inks.map((ink) => [`${ink} on ${ground}`, token(ink), token(ground)] as const),
    );
    const soft = ['good', 'warning', 'bad'].map(
      (tone) => [`${tone} on its badge`, token(tone), token(`${tone}-soft`)] as const,
    );
    expect(below(4.5, [...plain, ...soft])).toEqual([]);
    expect(below(4.5, [['on accent', token('text-on-accent'), token('accent')]])).toEqual([]);
  });

  it('names are read on threads, on tasks and on what other programs ran', () => {
    const named = [...hues, ...executors].map((hue) => [hue, inkOn(token(hue)), token(hue)] as const);
    const ground = othersGround({ ...anyTheme, surface: token('surface'), others: token('thread-others') });
    expect(below(4.5, [...named, ['others', token('text'), ground]])).toEqual([]);
  });

  it('names are read in flame graphs, also on what a search left out', () => {
    const all = { ...anyTheme, surface: token('surface'), others: token('thread-others') };
    const grounds = [...hues.map(token), othersGround(all), token('surface-sunken')];
    const named = [...grounds, ...grounds.map((colour) => quietFlameColour(colour, all))].map(
      (ground) => [ground, inkOn(ground), ground] as const,
    );
    expect(below(4.5, named)).toEqual([]);
  });

  it('threads, their waiting and the line of a blocked one are seen on their rows', () => {
    const row = token('surface-sunken');
    const drawn = [...hues, ...executors, 'line-strong', 'thread-others'].map(
      (name) => [name, token(name), row] as const,
    );
    const waiting = mixed(token('surface'), token('runnable'), 0.3);
    const pattern = ['hatch of waiting on its own ground', token('runnable'), waiting] as const;
    expect(below(3, drawn)).toEqual([]);
    // The hatch is told apart by its pattern; its colour helps.
    expect(below(2, [pattern])).toEqual([]);
  });
});
