/**
 * Where groups of tracks lie below each other. Pure; pixels from the top of the first group, before scrolling. What a group
 * stands for is the caller's matter: it is known by its id.
 */
export interface GroupShape {
  readonly id: number;
  readonly rows: number;
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
/** Rows at least this high have room for a name. */
export const namedRowPx = 13;

/** Heights of rows by how many a group has: up to 8, 16, 32 and more. */
const densities = [
  [22, 18, 12, 8],
  [20, 14, 9, 6],
  [14, 10, 6, 6],
] as const;
type Density = (typeof densities)[number];
const scrolled: Density = densities[1];

/**
 * Places the groups. The roomiest density with which all groups fit the height is taken, as if none were collapsed: so collapsing one
 * does not resize the others. Where none fits, rows keep a middling height and the groups are scrolled.
 */
export function layOut(
  groups: readonly GroupShape[],
  collapsed: ReadonlySet<number>,
  availablePx: number,
): TrackLayout {
  const density = densities.find((one) => heightOf(groups, one) <= availablePx) ?? scrolled;
  const placed: PlacedGroup[] = [];
  let topPx = 0;
  for (const { id, rows } of groups) {
    const isCollapsed = collapsed.has(id);
    const rowPx = rowHeight(rows, density);
    const rowsTopPx = topPx + headerPx;
    const shown = isCollapsed ? 0 : rows;
    const bottomPx = rowsTopPx + shown * rowPx;
    placed.push({ id, topPx, rowsTopPx, bottomPx, rowPx, rows: shown, collapsed: isCollapsed });
    topPx = bottomPx + gapPx;
  }
  return { groups: placed, heightPx: topPx };
}

const heightOf = (groups: readonly GroupShape[], density: Density): number =>
  groups.reduce((sum, { rows }) => sum + headerPx + rows * rowHeight(rows, density) + gapPx, 0);

function rowHeight(rows: number, [few, some, many, dense]: Density): number {
  if (rows <= 8) return few;
  if (rows <= 16) return some;
  return rows <= 32 ? many : dense;
}

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
