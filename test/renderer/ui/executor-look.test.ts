import { expect, it } from 'vitest';
import { executorBackground, executorDashes } from '../../../src/renderer/ui/executor-look.ts';
import { nodeExecutors, pythonExecutors } from '../../../src/shared/executors.ts';

it.each([
  ['Node', nodeExecutors],
  ['Python', pythonExecutors],
])('tells the executors of %s apart by more than a hue that some of them share', (_, executors) => {
  expect(new Set(executors.map(executorBackground)).size).toBe(executors.length);
  const lines = executors.map(
    (executor) => `${executorBackground(executor).match(/--[a-z-]+/)?.[0]} ${executorDashes(executor)}`,
  );
  expect(new Set(lines).size).toBe(executors.length);
});

it('leaves the executors of Node their plain hue', () => {
  expect(nodeExecutors.map(executorBackground)).toEqual(nodeExecutors.map((name) => `var(--${name})`));
});
