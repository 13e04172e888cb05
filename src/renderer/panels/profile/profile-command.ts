import { commandText } from '../../../shared/command-line-text.ts';
import type { ProfileOrder } from './profile-draft.ts';

/** The command line that records the same profile, to be pasted into a shell. */
export const profileCommand = ({ argv, cwd, env, cores, trace, cpuProfile, out }: ProfileOrder): string =>
  commandText([
    'corelane',
    'profile',
    ...(cores === null ? [] : ['--cores', cores.join(',')]),
    '--cwd',
    cwd,
    ...Object.entries(env).flatMap(([name, value]) =>
      value === null ? ['--unset', name] : ['--env', `${name}=${value}`],
    ),
    ...(trace === false ? ['--no-trace'] : []),
    ...(cpuProfile === true ? ['--cpu-profile'] : []),
    ...(out === null ? [] : ['--out', out]),
    '--',
    ...argv,
  ]);
