/**
 * Where groups of tracks lie below each other. Pure; pixels from the top of the first group, before scrolling. What a group
 * stands for is the caller's matter: it is known by its id.
 */
export interface GroupShape {
  readonly id: number;
  readonly rows: number;
  /** No row is lower than this, even if the groups have to be scrolled. */
  readonly leastRowPx?: number;
  /** No row is higher than this, however much room there is. */
  readonly mostRowPx?: number;
}

export interface PlacedGroup {
  readonly id: number;
  readonly topPx: number;
  readonly rowsTopPx: number;
  /** The end of the last row, and of the group but for the gap to the next one. */
  readonly bottomPx: number;
  readonly rowPx: number;
  /** None while collapsed. */
  readonly rows: number;
  readonly collapsed: boolean;
}

export interface TrackLayout {
  readonly groups: readonly PlacedGroup[];
  readonly heightPx: number;
}

export const headerPx = 26;
const gapPx = 8;
/** Below a collapsed group: several of them read as a list. */
const collapsedGapPx = 2;
/** Rows at least this high have room for a name. */
export const namedRowPx = 13;

/** Rows at least this high have room for a task with the slices of its thread below. */
export const splitRowPx = 16;
export const leastSplitRowPx = 20;
/** How much of a lane's height the slices below its task take. */
export const slicesShare = 0.4;

/** How high a row is at most, and all rows of a group together: one with a hundred lanes leaves the others their room. */
interface Density {
  readonly rowPx: number;
  readonly rowsPx: number;
}

const roomiest: Density = { rowPx: 22, rowsPx: 640 };
const densities: readonly Density[] = [
  roomiest,
  { rowPx: 22, rowsPx: 320 },
  { rowPx: 20, rowsPx: 200 },
  { rowPx: 16, rowsPx: 128 },
];
/** Where nothing makes all groups fit: the names of few rows are still read, and many rows are still a picture. */
const scrolled: Density = { rowPx: 14, rowsPx: 112 };
/** However many rows a group has, each is seen. */
const thinnestRowPx = 2;

/**
 * Places the groups, with the roomiest density with which all fit the height. Where none does, rows keep a height at which they
 * can be read, and the groups are scrolled.
 */
export function layOut(
  groups: readonly GroupShape[],
  collapsed: ReadonlySet<number>,
  availablePx: number,
): TrackLayout {
  const density = densities.find((one) => heightOf(groups, collapsed, one) <= availablePx) ?? scrolled;
  const placed: PlacedGroup[] = [];
  let topPx = 0;
  for (const shape of groups) {
    const { id, rows } = shape;
    const isCollapsed = collapsed.has(id);
    const rowPx = rowHeight(shape, density);
    const rowsTopPx = topPx + headerPx;
    const shown = isCollapsed ? 0 : rows;
    const bottomPx = rowsTopPx + shown * rowPx;
    placed.push({ id, topPx, rowsTopPx, bottomPx, rowPx, rows: shown, collapsed: isCollapsed });
    topPx = bottomPx + (isCollapsed ? collapsedGapPx : gapPx);
  }
  return { groups: placed, heightPx: topPx };
}

const heightOf = (groups: readonly GroupShape[], collapsed: ReadonlySet<number>, density: Density): number =>
  groups.reduce(
    (sum, shape) =>
      sum +
      headerPx +
      (collapsed.has(shape.id) ? collapsedGapPx : shape.rows * rowHeight(shape, density) + gapPx),
    0,
  );

const rowHeight = (
  { rows, leastRowPx = thinnestRowPx, mostRowPx = Infinity }: GroupShape,
  { rowPx, rowsPx }: Density,
): number => Math.max(leastRowPx, Math.min(rowPx, mostRowPx, Math.floor(rowsPx / Math.max(1, rows))));

/** A group on the screen, in pixels from the top of the tracks as they are scrolled. */
export interface GroupOnScreen {
  readonly group: PlacedGroup;
  /** The header stays in sight as long as any of its rows is. */
  readonly headerTopPx: number;
  readonly rowsTopPx: number;
}

/** The groups of which something is seen, from top to bottom. */
export function groupsInSight(
  layout: TrackLayout,
  scrollTopPx: number,
  heightPx: number,
): readonly GroupOnScreen[] {
  return layout.groups
    .filter(({ topPx, bottomPx }) => bottomPx > scrollTopPx && topPx < scrollTopPx + heightPx)
    .map((group) => ({
      group,
      headerTopPx: Math.min(Math.max(group.topPx - scrollTopPx, 0), group.bottomPx - headerPx - scrollTopPx),
      rowsTopPx: group.rowsTopPx - scrollTopPx,
    }));
}

/** Rows are asked for this many at a time, so that scrolling does not ask with every step. */
const rowsTogether = 16;

/** The rows of a group that are in sight, [first, end), and some more. */
export function rowsInSight(
  { group, rowsTopPx }: GroupOnScreen,
  heightPx: number,
): { readonly first: number; readonly end: number } {
  const first = Math.floor(-rowsTopPx / group.rowPx / rowsTogether) * rowsTogether;
  const end = Math.ceil((heightPx - rowsTopPx) / group.rowPx / rowsTogether) * rowsTogether;
  return { first: Math.min(Math.max(0, first), group.rows), end: Math.min(Math.max(0, end), group.rows) };
}

/** The scroll position nearest to the present one that shows the whole row below its group's header. */
export function scrollToRow(
  layout: TrackLayout,
  id: number,
  row: number,
  scrollTopPx: number,
  heightPx: number,
): number {
  const group = layout.groups.find((one) => one.id === id);
  if (group === undefined) return scrollTopPx;
  const top = group.rowsTopPx + row * group.rowPx;
  const highest = Math.max(0, Math.min(top - headerPx, layout.heightPx - heightPx));
  const lowest = Math.max(0, top + group.rowPx - heightPx);
  return Math.min(Math.max(scrollTopPx, lowest), highest);
}
