import type { TracedPlace } from '../../shared/session.ts';

/** The function's own name: `fetch` of `Crawler.fetch`, `work` of `main.<locals>.work`; a program or a file is called what it is. */
export function ownName({ name, file }: Pick<TracedPlace, 'name' | 'file'>): string {
  const isFunction = /^[\w$<>.]+$/.test(name) && name !== baseOf(file);
  return isFunction ? name.slice(name.lastIndexOf('.') + 1) : name;
}

/** `crawl.py:12`; of what has no line, the file alone. */
export const placeText = ({ file, line }: Pick<TracedPlace, 'file' | 'line'>): string =>
  line > 0 ? `${baseOf(file)}:${line}` : baseOf(file);

const baseOf = (file: string): string =>
  file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
