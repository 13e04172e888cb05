/** Text cut around what matches a search, whatever its case: pieces at odd places match, those at even places do not. */
export function markedParts(text: string, search: string): readonly string[] {
  if (search === '') return [text];
  const literal = search.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  return text.split(new RegExp(`(${literal})`, 'iu'));
}
