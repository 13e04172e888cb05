import { constants } from 'node:os';
import { expect, it } from 'vitest';
import {
  refusedToMap,
  refusedToOpen,
} from '../../../../../../src/main/engine/collector/linux/perf/refusals.ts';

const { EACCES, EPERM, ENOSYS, EMFILE, EINVAL } = constants.errno;

it.each([
  ['permission', refusedToOpen('system', EACCES), /EACCES/, /perf_event_paranoid to 0/],
  ['a container', refusedToOpen('process', EPERM), /EPERM/, /seccomp profile/],
  ['a kernel without perf', refusedToOpen('process', ENOSYS), /no perf events/, /CONFIG_PERF_EVENTS/],
  ['descriptors', refusedToOpen('process', EMFILE), /file descriptors/, /ulimit -n/],
  ['locked memory', refusedToMap('process', EPERM), /locked memory/, /ulimit -l.*perf_event_mlock_kb/],
  ['something else', refusedToOpen('wakes', EINVAL), /EINVAL/, /perf_event_paranoid to -1/],
])('a refusal for want of %s is told with what would help', (_name, refusal, reason, remedy) => {
  expect(refusal.reason).toMatch(reason);
  expect(refusal.remedy).toMatch(remedy);
});
