import { styleText } from 'node:util';

/** The looks that text on a terminal can have; each says what it is for, the palette says how it looks. */
export type Look = 'title' | 'faint' | 'good' | 'warning' | 'bad' | 'accent';

/** What rendering needs to know of where its text goes. Renderers are pure: the same view gives the same text. */
export interface TextView {
  /** Infinity where nothing wraps (a pipe, a file). */
  readonly columns: number;
  readonly paint: (look: Look, text: string) => string;
}

const palette = {
  title: 'bold',
  faint: 'dim',
  good: 'green',
  warning: 'yellow',
  bad: 'red',
  accent: 'cyan',
} as const satisfies Record<Look, Parameters<typeof styleText>[0]>;

/**
 * The view of a stream of this process: its width when it is a terminal; coloured when the terminal can and NO_COLOR
 * does not forbid it (FORCE_COLOR overrides, as everywhere in Node).
 */
export const viewOf = (stream: NodeJS.WriteStream): TextView => ({
  // A terminal without a size (one that a script made) says 0.
  columns: stream.isTTY && stream.columns > 0 ? stream.columns : Number.POSITIVE_INFINITY,
  paint: (look, text) => styleText(palette[look], text, { stream }),
});

/** Text alone, whatever its length. */
export const plainView: TextView = { columns: Number.POSITIVE_INFINITY, paint: (_look, text) => text };
