/** The warning of a session that keeps only the beginning of what its tasks printed. Windows show it beside the output, too. */

const beginning = 'The tasks printed ';

/** Sizes are numbers of characters. */
export const outputWarning = (printed: number, kept: number): string =>
  `${beginning}${megabytes(printed)}; the session keeps the first ${megabytes(kept)}.`;

export const isOutputWarning = (warning: string): boolean => warning.startsWith(beginning);

const megabytes = (count: number): string => `${(count / 1e6).toFixed(1)} MB`;
