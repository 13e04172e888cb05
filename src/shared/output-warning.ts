/** The warning of a session that keeps only the beginning of what its tasks or its program printed. Windows show it beside the output, too. */

export type Printer = 'tasks' | 'program';

/** Sizes are numbers of characters. */
export const outputWarning = (printed: number, kept: number, printer: Printer = 'tasks'): string =>
  `The ${printer} printed ${megabytes(printed)}; the session keeps the first ${megabytes(kept)}.`;

export const isOutputWarning = (warning: string): boolean => /^The (?:tasks|program) printed /.test(warning);

const megabytes = (count: number): string => `${(count / 1e6).toFixed(1)} MB`;
