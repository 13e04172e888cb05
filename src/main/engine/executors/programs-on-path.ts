import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The programs of this name on PATH in the order in which a shell looks, with links followed and each once. */
export function programsOnPath(name: string): readonly string[] {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const found = (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => {
    const path = join(folder, file);
    try {
      accessSync(path, constants.X_OK);
      return [realpathSync(path)];
    } catch {
      // Not in this folder.
      return [];
    }
  });
  return [...new Set(found)];
}
