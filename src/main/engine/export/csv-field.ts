/** A field as RFC 4180 wants it: quoted when it holds a comma, a quote or a line break, quotes doubled. */
export const csvField = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** Ends every record, the last one included (RFC 4180 §2.1). */
export const csvRecordEnd = '\r\n';
