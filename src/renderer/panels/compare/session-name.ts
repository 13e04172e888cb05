/** The name of a session by the path of its file: `/data/primes.corelane` is `primes`. */
export const sessionName = (path: string): string =>
  path
    .split(/[\\/]/)
    .at(-1)
    ?.replace(/\.corelane$/, '') ?? path;
