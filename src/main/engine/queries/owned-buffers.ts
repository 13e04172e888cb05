/**
 * The memory behind the typed arrays of an answer, to be moved to another thread instead of copied. An answer owns
 * its arrays: none is kept by who gave it, and none is a view into a larger one.
 */
export function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(buffersOf);
}
