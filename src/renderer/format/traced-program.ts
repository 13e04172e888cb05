import type { DetailRows } from '../../shared/session.ts';
import { shortCommand } from './short-command.ts';

type Program = DetailRows['programs'];

/** `CPython 3.13.0, pid 4711`; of a thread of Node that is not the first, also its thread. */
export const programName = ({ runtime, pid, tid }: Pick<Program, 'runtime' | 'pid' | 'tid'>): string =>
  `${runtime}, pid ${pid}${tid === null || tid === pid ? '' : `, thread ${tid}`}`;

/** What it ran: its arguments, else its program. */
export const programCommand = ({ executable, argv }: Pick<Program, 'executable' | 'argv'>): string =>
  shortCommand(argv.length === 0 ? executable : argv.join(' '));
