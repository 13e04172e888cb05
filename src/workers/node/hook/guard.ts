/**
 * The program must run as it would alone, also where this hook is mistaken about it, or about its Node. So nothing of ours is called but through
 * these.
 */

/** Does something of ours. What goes wrong with it is lost. */
export function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // Less is traced.
  }
}

/** A listener or callback of ours. */
export const quiet =
  <W extends readonly unknown[]>(act: (...words: W) => void) =>
  (...words: W): void =>
    quietly(() => act(...words));

const { queueMicrotask: queue } = globalThis;

/** Something of ours when the program's code has returned, before its loop goes on. */
export const later = (act: () => void): void => queue(quiet(act));

/**
 * Lets `see` look at what the program does, which is `start` with some words: it gets a function that does it. If `see` fails, the program
 * gets what it would have got. What `start` throws goes through without being caught, as Node shows the place of the last `throw`.
 */
export function watched<T>(
  words: readonly unknown[],
  start: (words: readonly unknown[]) => T,
  see: (words: readonly unknown[], start: (words: readonly unknown[]) => T) => T,
): T {
  const seen: { state: 'ours' | 'theirs' | 'done'; result: { readonly value: T } | null } = {
    state: 'ours',
    result: null,
  };
  try {
    const value = see(words, (given) => {
      seen.state = 'theirs';
      const result = start(given);
      seen.state = 'ours';
      seen.result = { value: result };
      return result;
    });
    seen.state = 'done';
    return value;
  } finally {
    if (seen.state === 'ours') {
      // oxlint-disable-next-line no-unsafe-finally -- it takes the place of an error of ours, and of nothing else
      return seen.result === null ? start(words) : seen.result.value;
    }
  }
}
