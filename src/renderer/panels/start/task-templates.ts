import type { Language } from '../../../shared/executors.ts';

/** The smallest task file of each language, to be filled in. */
export const taskTemplates: Readonly<
  Record<Language, { readonly label: string; readonly rule: string; readonly text: string }>
> = {
  node: {
    label: 'JavaScript',
    rule: 'A module whose default export is the function; its inputs are optional.',
    text: `export const inputs = [1, 2, 3, 4];

export default async function task(input) {
  // the work to measure, once for each input
}
`,
  },
  python: {
    label: 'Python',
    rule: 'A module with the function at its top level; its inputs are optional.',
    text: `inputs = [1, 2, 3, 4]


def task(value):
    ...  # the work to measure, once for each input
`,
  },
};
