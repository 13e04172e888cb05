const steps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25];
const mostSteps = 5;

/** Round ticks of an axis of shares, from 0 to the first one that is not below `greatest` (0–1): at most five steps. */
export function shareTicks(greatest: number): readonly number[] {
  const step = steps.find((width) => Math.ceil(greatest / width) <= mostSteps) ?? 0.25;
  const count = Math.max(1, Math.ceil(greatest / step));
  // Of whole thousandths, so that 3 × 0.1 is 0.3.
  return Array.from({ length: count + 1 }, (_, index) => Math.round(index * step * 1000) / 1000);
}
