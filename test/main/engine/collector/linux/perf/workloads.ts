import { existsSync } from 'node:fs';
import process from 'node:process';
import { fixture } from './gated-command.ts';

/** Not a version manager's stand-in, which starts a dozen processes of its own. */
export const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

/** Two processes that hand a byte to each other on this core: two switches a round. */
export const pingPong = (rounds: number, core: number): string[] => [
  python,
  fixture('ping_pong.py'),
  String(rounds),
  String(core),
];

/** Threads that compute, say that they wait, and wait until their standard input ends. */
export const waitingThreads: readonly string[] = [python, fixture('waiting_threads.py')];

/** What is recorded, with the least number of switches that it has. */
export const workloads: readonly {
  readonly name: string;
  readonly command: readonly string[];
  readonly atLeast: number;
}[] = [
  { name: 'a ping-pong', command: pingPong(55_000, 0), atLeast: 100_000 },
  { name: 'four threads', command: [python, fixture('four_threads.py')], atLeast: 80 },
  { name: 'a pool of processes', command: [python, fixture('process_pool.py')], atLeast: 300 },
  { name: 'a pool of threads', command: [process.execPath, fixture('piscina.mjs')], atLeast: 10 },
  {
    name: 'a burst of processes',
    command: ['sh', '-c', 'i=0; while [ $i -lt 200 ]; do /bin/true; i=$((i+1)); done'],
    atLeast: 200,
  },
];
