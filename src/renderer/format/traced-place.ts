import type { TracedPlace } from '../../shared/session.ts';

/** The function's own name: `fetch` of `Crawler.fetch`, `work` of `main.<locals>.work`. */
export const ownName = ({ name }: Pick<TracedPlace, 'name'>): string => name.slice(name.lastIndexOf('.') + 1);

/** `crawl.py:12`; of what has no line, the file alone. */
export function placeText({ file, line }: Pick<TracedPlace, 'file' | 'line'>): string {
  const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return line > 0 ? `${base}:${line}` : base;
}
