import type { Interpreter } from '../../../shared/workplace.ts';
import type { RadioOption } from '../../ui/RadioList.tsx';

/** `value`: what the setting becomes; null: whatever PATH names. The hint says where it lies and comes from. */
type InterpreterOption = RadioOption<string | null>;

/** What can be chosen: the one on PATH, the others that were found, and the chosen one even when it was not found. */
export function interpreterOptions(
  name: string,
  found: readonly Interpreter[],
  chosen: string | null,
): readonly InterpreterOption[] {
  const onPath = found.find(({ origin }) => origin === 'PATH');
  const others = found
    .filter((one) => one !== onPath && one.path !== chosen)
    .map((one) => option(name, one, one.path));
  return [
    onPath === undefined
      ? { value: null, label: `The ${name} on PATH`, hint: 'There is none now.' }
      : option(name, onPath, null),
    ...chosenOption(name, found, chosen),
    ...others,
  ];
}

function chosenOption(
  name: string,
  found: readonly Interpreter[],
  chosen: string | null,
): readonly InterpreterOption[] {
  if (chosen === null) return [];
  const usable = found.find(({ path }) => path === chosen);
  return [
    usable === undefined
      ? { value: chosen, label: `Not a usable ${name}`, hint: chosen }
      : option(name, usable, chosen),
  ];
}

const option = (
  name: string,
  { version, path, origin, stripsTypes, language }: Interpreter,
  value: string | null,
): InterpreterOption => ({
  value,
  label: `${name} ${version}${language === 'node' && !stripsTypes ? ', without TypeScript' : ''}`,
  hint: `${origins[origin] ?? origin} · ${path}`,
});

const origins: Readonly<Record<string, string>> = {
  PATH: 'on PATH',
  settings: 'chosen by you',
  Corelane: 'comes with Corelane',
};
