/**
 * CPU-bound: counts the primes in a range of numbers by trial division.
 *
 * Nothing here waits, so only more cores make it faster. Expect `thread-pool` and `process-pool` ahead of the
 * event loop by nearly the number of cores, and a worker per task behind them: starting a worker takes as
 * long as a good part of a task.
 *
 *   corelane lab examples/primes.ts
 */
export const meta = { name: 'primes' };

export interface Range {
  readonly from: number;
  readonly to: number;
}

const rangeLength = 100_000;

/** 16 equally long ranges. The later ones are a little dearer: larger numbers take more divisions. */
export const inputs: readonly Range[] = Array.from({ length: 16 }, (_, index) => ({
  from: 1_000_000 + index * rangeLength,
  to: 1_000_000 + (index + 1) * rangeLength,
}));

export default function countPrimes({ from, to }: Range): number {
  let primes = 0;
  for (let candidate = from; candidate < to; candidate += 1) if (isPrime(candidate)) primes += 1;
  return primes;
}

function isPrime(candidate: number): boolean {
  if (candidate < 2) return false;
  for (let divisor = 2; divisor * divisor <= candidate; divisor += 1) {
    if (candidate % divisor === 0) return false;
  }
  return true;
}
