import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readlinkSync,
  readSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';

/** Functions of `fs`, kept from the start: programs and their tests replace them. */
export const files = {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readlinkSync,
  readSync,
  renameSync,
  writeFileSync,
  writeSync,
};
