import { CorelaneError, messageOf } from '../../../shared/errors.ts';

/** Says what the operating system's refusal of an output file means and what to do about it. */
export function outputFailure(output: string, thrown: unknown): CorelaneError {
  if (thrown instanceof CorelaneError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const { reason, remedy } = refusals[code] ?? {
    reason: `cannot be written: ${messageOf(thrown)}`,
    remedy: 'Give another file.',
  };
  return new CorelaneError('export-failed', `${output} ${reason}.`, remedy, { cause: thrown });
}

const refusals: Readonly<Record<string, { readonly reason: string; readonly remedy: string }>> = {
  ENOENT: {
    reason: 'cannot be written: its folder does not exist',
    remedy: 'Create the folder first, or give another file.',
  },
  ENOTDIR: {
    reason: 'cannot be written: what should be its folder is a file',
    remedy: 'Give another file.',
  },
  EACCES: {
    reason: 'cannot be written: you have no permission',
    remedy: 'Give a file in a folder of yours, or change its permissions.',
  },
  EPERM: {
    reason: 'cannot be written: the system does not permit it',
    remedy: 'Give a file in a folder of yours.',
  },
  EROFS: {
    reason: 'cannot be written: the file system is read-only',
    remedy: 'Give a file on another file system.',
  },
  ENOSPC: {
    reason: 'cannot be written: the disk is full',
    remedy: 'Make room and export again, or give a file on another disk.',
  },
  EDQUOT: {
    reason: 'cannot be written: your disk quota is used up',
    remedy: 'Make room and export again, or give a file on another disk.',
  },
  EFBIG: {
    reason: 'cannot be written: the file would be larger than allowed',
    remedy: 'Raise the limit (ulimit -f), or pipe the export into a compressor: export … | gzip > FILE.',
  },
};
