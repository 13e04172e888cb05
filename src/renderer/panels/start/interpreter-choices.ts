import type { Language } from '../../../shared/executors.ts';
import type { Interpreter } from '../../../shared/workplace.ts';
import type { Option } from '../../ui/Select.tsx';

/** Stands for a path that the user types; no path looks like it. */
export const anotherPath = '?';

/** The usual interpreter of a language first (its value is empty), then the others that were found, then one of the user's own. */
export function interpreterChoices(
  language: Language,
  name: string,
  found: readonly Interpreter[],
): readonly Option<string>[] {
  const own = found.filter((one) => one.language === language);
  const [usual, ...others] = own;
  return [
    usual === undefined
      ? { value: '', label: `The ${name} on PATH`, hint: 'None was found.' }
      : { value: '', label: `${name} ${usual.version}, the usual one`, hint: usual.path },
    ...others.map(({ version, path }) => ({ value: path, label: `${name} ${version}`, hint: path })),
    { value: anotherPath, label: `Another ${name}…`, hint: 'You give its path.' },
  ];
}

/** Whether a path that is in use can be shown by one of the choices. */
export const isListed = (path: string, choices: readonly Option<string>[]): boolean =>
  choices.some(({ value }) => value === path && value !== anotherPath);
