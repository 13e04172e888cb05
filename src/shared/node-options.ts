/**
 * The option by which NODE_OPTIONS makes every Node load a module first. `--require` and not `--import`: it makes no Node of any age refuse to
 * start, and works before modules of both kinds and in workers. In quotes, as the path may have spaces.
 */
export const requireOption = (path: string): string =>
  `--require "${path.replaceAll('\\', '\\\\').replaceAll('"', String.raw`\"`)}"`;
