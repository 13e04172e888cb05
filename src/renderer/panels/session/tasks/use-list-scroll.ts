import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import {
  placeAt,
  placeShowing,
  scrollExtent,
  scrollTo,
  settle,
  type ScrollExtent,
  type ScrollPlace,
} from './scroll-mapping.ts';

export interface ListScroll {
  /** Of the element that scrolls. */
  readonly scroller: RefObject<HTMLTableElement | null>;
  readonly onScroll: () => void;
  readonly extent: ScrollExtent;
  /** What to add to a row's place in the list to get its place in the element. */
  readonly shiftPx: number;
  /** Rows in view, the first and the last one also in part. */
  readonly first: number;
  readonly last: number;
  /** Scrolls as little as it takes. */
  readonly showRow: (row: number) => void;
}

interface ListGeometry {
  readonly rows: number;
  readonly rowPx: number;
  /** Height of what sticks to the top of the scrolling element. */
  readonly headPx: number;
}

/** Scrolls a list of equally high rows, of which only those in view are drawn, however many there are. */
export function useListScroll({ rows, rowPx, headPx }: ListGeometry): ListScroll {
  const scroller = useRef<HTMLTableElement | null>(null);
  const [viewPx, setViewPx] = useState(0);
  const [place, setPlace] = useState<ScrollPlace>({ listPx: 0, elementPx: 0 });
  const extent = useMemo(() => scrollExtent(rows * rowPx, viewPx), [rows, rowPx, viewPx]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => setViewPx(Math.max(0, element.clientHeight - headPx));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [headPx]);

  // Also after the panel was hidden, which makes the browser forget how far it was scrolled.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && Math.abs(element.scrollTop - place.elementPx) >= 1) {
      element.scrollTop = place.elementPx;
    }
  }, [place]);

  // A list that became shorter or a view that became higher may leave the place behind the end.
  const within = placeAt(extent, place.listPx);
  if (viewPx > 0 && within.listPx !== place.listPx) setPlace(within);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (element !== null) setPlace((from) => scrolled(extent, from, element.scrollTop));
  }, [extent]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const rest = () => setPlace((from) => settled(extent, from));
    element.addEventListener('scrollend', rest);
    return () => element.removeEventListener('scrollend', rest);
  }, [extent]);

  const showRow = useCallback(
    (row: number) => setPlace((from) => placeShowing(extent, from, { topPx: row * rowPx, heightPx: rowPx })),
    [extent, rowPx],
  );

  const first = Math.floor(place.listPx / rowPx);
  return {
    scroller,
    onScroll,
    extent,
    shiftPx: place.elementPx - place.listPx,
    first,
    last: Math.max(first, Math.min(rows, Math.ceil((place.listPx + viewPx) / rowPx)) - 1),
    showRow,
  };
}

/** The same object when nothing moved: setting it then draws nothing anew. */
function scrolled(extent: ScrollExtent, from: ScrollPlace, elementPx: number): ScrollPlace {
  return Math.abs(elementPx - from.elementPx) < 1 ? from : scrollTo(extent, from, elementPx);
}

function settled(extent: ScrollExtent, from: ScrollPlace): ScrollPlace {
  const place = settle(extent, from);
  return Math.abs(place.elementPx - from.elementPx) < 1 ? from : place;
}
