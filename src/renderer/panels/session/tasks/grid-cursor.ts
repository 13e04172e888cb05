/** The cell of a grid that the keyboard is on, counted from 0. */
export interface GridCursor {
  readonly row: number;
  readonly column: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that a page key moves by. */
  readonly pageRows: number;
}

/** Where a key moves the cursor; null: the key does not move it. */
export function moveCursor({ row, column }: GridCursor, key: string, size: GridSize): GridCursor | null {
  const target = targetOf(row, column, key, size);
  if (target === null || size.rows === 0) return null;
  return {
    row: Math.min(size.rows - 1, Math.max(0, target.row)),
    column: Math.min(size.columns - 1, Math.max(0, target.column)),
  };
}

function targetOf(row: number, column: number, key: string, { rows, pageRows }: GridSize): GridCursor | null {
  switch (key) {
    case 'ArrowDown':
      return { row: row + 1, column };
    case 'ArrowUp':
      return { row: row - 1, column };
    case 'ArrowRight':
      return { row, column: column + 1 };
    case 'ArrowLeft':
      return { row, column: column - 1 };
    case 'PageDown':
      return { row: row + pageRows, column };
    case 'PageUp':
      return { row: row - pageRows, column };
    case 'Home':
      return { row: 0, column };
    case 'End':
      return { row: rows - 1, column };
    default:
      return null;
  }
}
