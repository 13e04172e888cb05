import { mixed, othersGround, type TimelineTheme } from '../timeline/theme.ts';
import type { FlameFrame } from './flame-tree.ts';

/** Functions of one file look alike wherever they are; what came with the runtime or was installed is grey. */
export function flameColour(frame: FlameFrame | null, theme: TimelineTheme): string {
  if (frame === null) return theme.sunken;
  if (!isOwnCode(frame)) return othersGround(theme);
  return theme.threads[hashOf(`${frame.language} ${frame.file}`) % theme.threads.length] ?? theme.accent;
}

/** What a search leaves out: told apart from the background still, and text is read on it. */
export const quietFlameColour = (colour: string, { surface }: TimelineTheme): string =>
  mixed(surface, colour, 0.25);

/** Whether the user wrote it, as far as its place tells. */
export const isOwnCode = ({ file }: FlameFrame): boolean =>
  file !== '' &&
  !/^(?:node:|<frozen)|[\\/](?:node_modules|site-packages|dist-packages|lib[\\/]python\d[^\\/]*)[\\/]/.test(
    file,
  );

/** FNV-1a: the same text gives the same number in every window. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
