/**
 * Scrolling through more rows than an element can be high. Browsers cap an element's height (Firefox near 17.8 million px, Chromium
 * near 33.5), so a long list lives in an element of at most `tallestPx`, and its position in the list (`listPx`) is mapped to the
 * element's own scroll position (`elementPx`).
 *
 * A wheel or a finger moves both by the same distance, so that rows pass at their natural pace; a drag of the scroll bar jumps in proportion. The
 * two drift apart meanwhile, and `settle` brings the element back to where it stands for the list when scrolling rests. Lists that fit need none of
 * it: there both are always equal.
 */
export interface ScrollExtent {
  /** Height of all rows. */
  readonly listPx: number;
  /** Height of the element that stands for them. */
  readonly elementPx: number;
  /** Height of what is seen of them. */
  readonly viewPx: number;
}

export interface ScrollPlace {
  readonly listPx: number;
  readonly elementPx: number;
}

/** Well below the lowest cap, and below 2²⁴, up to where the compositor's 32-bit floats hold whole pixels. */
export const tallestPx = 8_000_000;

export const scrollExtent = (listPx: number, viewPx: number): ScrollExtent => ({
  listPx,
  elementPx: Math.min(listPx, tallestPx),
  viewPx,
});

/** The place where the list is at `listPx` and the element where it stands for that. */
export function placeAt(extent: ScrollExtent, listPx: number): ScrollPlace {
  const { list, element, edge } = reach(extent);
  const within = Math.min(list, Math.max(0, listPx));
  return { listPx: within, elementPx: along(within, list, element, edge) };
}

/** The place after the element was scrolled to `elementPx`. */
export function scrollTo(extent: ScrollExtent, from: ScrollPlace, elementPx: number): ScrollPlace {
  const { list, element, edge } = reach(extent);
  const moved = elementPx - from.elementPx;
  const jumped = list === element || Math.abs(moved) > extent.viewPx;
  const listPx = jumped ? along(elementPx, element, list, edge) : from.listPx + moved;
  return { listPx: Math.min(list, Math.max(0, listPx)), elementPx };
}

/** How far list and element scroll, and how much of that at either end they do alike: the last rows must come at a wheel's pace, too. */
function reach({ listPx, elementPx, viewPx }: ScrollExtent) {
  const element = Math.max(0, elementPx - viewPx);
  return { list: Math.max(0, listPx - viewPx), element, edge: Math.min(20 * viewPx, element / 4) };
}

/** A position of 0 … `end` on a scale of 0 … `otherEnd`: the same up to `edge` from either end, in proportion between. */
function along(position: number, end: number, otherEnd: number, edge: number): number {
  if (end === otherEnd || position <= edge) return position;
  if (position >= end - edge) return otherEnd - (end - position);
  return edge + ((position - edge) / (end - 2 * edge)) * (otherEnd - 2 * edge);
}

/** The same rows, with the element back in proportion. */
export const settle = (extent: ScrollExtent, { listPx }: ScrollPlace): ScrollPlace => placeAt(extent, listPx);

/** The least scrolling after which a row of the list is wholly in view. */
export function placeShowing(
  extent: ScrollExtent,
  from: ScrollPlace,
  row: { readonly topPx: number; readonly heightPx: number },
): ScrollPlace {
  const lowest = row.topPx + row.heightPx - extent.viewPx;
  if (row.topPx < from.listPx) return placeAt(extent, row.topPx);
  if (lowest > from.listPx) return placeAt(extent, lowest);
  return from;
}
