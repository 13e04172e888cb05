import { isAbsolute, join } from 'node:path';
import { userPlace, type UserPlace } from './data-folder.ts';

/** Where the operating system wants what a user can lose: a browser's profile, what was tried in vain. */
export function cacheFolder({ platform, env, home }: UserPlace = userPlace()): string {
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'Corelane');
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Corelane', 'cache');
  }
  const cache = env['XDG_CACHE_HOME'] ?? '';
  return join(isAbsolute(cache) ? cache : join(home, '.cache'), 'corelane');
}
