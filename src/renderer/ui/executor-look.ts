import { allExecutors, familyOf, type Executor } from '../../shared/executors.ts';

/** The hue of an executor's family, the same on every surface, as a CSS value. */
export const executorColour = (executor: Executor): string => `var(--${familyOf(executor)})`;

/** Executors of one family and language share a hue, and differ in how it is filled in: 0 full, 1 hatched, 2 a frame. */
export type ExecutorFill = 0 | 1 | 2;

export function executorFill(executor: Executor): ExecutorFill {
  const alike = allExecutors.filter(
    (one) => isPython(one) === isPython(executor) && familyOf(one) === familyOf(executor),
  );
  const place = alike.indexOf(executor);
  return place === 1 || place === 2 ? place : 0;
}

const isPython = (executor: Executor): boolean => executor !== familyOf(executor);

/** An area of an executor, as a CSS `background`. */
export function executorBackground(executor: Executor): string {
  const colour = executorColour(executor);
  const soft = `color-mix(in srgb, ${colour} 40%, transparent)`;
  switch (executorFill(executor)) {
    case 0:
      return colour;
    case 1:
      return `repeating-linear-gradient(135deg, ${colour} 0 2px, ${soft} 2px 4px)`;
    case 2:
      return `linear-gradient(${soft}, ${soft})`;
  }
}

/** A line of an executor, as an SVG `stroke-dasharray`. */
export const executorDashes = (executor: Executor): string =>
  ['0', '6 3', '2 3'][executorFill(executor)] ?? '0';
