import process from 'node:process';
import { linuxPlatform } from './linux/platform.ts';
import type { Platform } from './platform.ts';
import { portablePlatform } from './portable/platform.ts';

/**
 * The one place that asks which system this is. `CORELANE_PLATFORM=portable` chooses the portable
 * platform on Linux too, so that what macOS and Windows get can be tried and tested there.
 */
export function choosePlatform(env: NodeJS.ProcessEnv = process.env): Platform {
  const linux = process.platform === 'linux' && env['CORELANE_PLATFORM'] !== 'portable';
  return linux ? linuxPlatform : portablePlatform;
}
