/**
 * The known name that a mistyped one most probably meant, or null when none is near. Near means at most
 * three edits (insert, delete, replace, swap of neighbours) and at least 40 % of the letters right; a name
 * that the given one begins is as near as one with a single edit (`event` → `event-loop`).
 */
export function nearestName<Name extends string>(given: string, known: readonly Name[]): Name | null {
  const wanted = given.toLowerCase();
  let best: Name | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const begins = wanted.length >= 2 && wanted.length < name.length && name.toLowerCase().startsWith(wanted);
    const distance = begins ? 1 : editDistance(wanted, name.toLowerCase());
    const length = Math.max(wanted.length, name.length);
    const near = distance <= 3 && (length - distance) / length > 0.4;
    if ((near || begins) && distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Optimal string alignment distance (Damerau–Levenshtein without editing a substring twice). */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      let distance = Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, replaced);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        distance = Math.min(distance, (beforePrevious[column - 2] ?? 0) + 1);
      }
      current.push(distance);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
