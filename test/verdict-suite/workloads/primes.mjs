/** JavaScript that computes: only more threads or processes use more cores. */
export const meta = { name: 'primes' };
export const inputs = Array.from({ length: 40 }, (_, number) => 60_000 + 100 * number);

/** Gives how many primes there are below the limit, by trial division. */
export default function task(limit) {
  let primes = 0;
  for (let value = 2; value < limit; value += 1) if (isPrime(value)) primes += 1;
  return primes;
}

function isPrime(value) {
  for (let divisor = 2; divisor * divisor <= value; divisor += 1) if (value % divisor === 0) return false;
  return true;
}
