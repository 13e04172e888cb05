/**
 * What a Python program does with its pools, read from its text. Only names are looked at, so a method of the same name on something else counts, too: it is
 * advice on style, and every feature comes with the line where it was seen.
 */

export const executorFeatures = [
  'cancel',
  'as_completed',
  'heterogeneous submits',
  'exception access',
] as const;
export const poolFeatures = ['initializer of a Pool', 'several map shapes', 'imap', 'terminate'] as const;
export type ExecutorFeature = (typeof executorFeatures)[number];
export type PoolFeature = (typeof poolFeatures)[number];

export interface FeatureUse {
  readonly feature: ExecutorFeature | PoolFeature;
  /** 1-based line of its first use. */
  readonly line: number;
}

const simple: readonly (readonly [FeatureUse['feature'], RegExp])[] = [
  ['cancel', /\.(?:cancel|cancelled)\s*\(/],
  ['as_completed', /\bas_completed\s*\(|\bFIRST_(?:COMPLETED|EXCEPTION)\b/],
  ['exception access', /\.exception\s*\(/],
  ['initializer of a Pool', /\b(?:Thread)?Pool\s*\([^)]*\binitializer\s*=/],
  ['imap', /\.imap(?:_unordered)?\s*\(/],
  ['terminate', /\.terminate\s*\(/],
];

export function featuresOf(text: string): readonly FeatureUse[] {
  const code = withoutTextAndComments(text);
  const found = simple.flatMap(([feature, pattern]) => {
    const at = pattern.exec(code)?.index;
    return at === undefined ? [] : [{ feature, line: lineOf(code, at) }];
  });
  return [...found, ...submitsOf(code), ...mapShapesOf(code)].sort((a, b) => a.line - b.line);
}

/** Different functions handed to `submit`. */
function submitsOf(code: string): readonly FeatureUse[] {
  const submits = [...code.matchAll(/\.submit\s*\(\s*([\w.]+)/g)];
  const [first] = submits;
  const other = submits.find(([, name]) => name !== first?.[1]);
  return other === undefined ? [] : [{ feature: 'heterogeneous submits', line: lineOf(code, other.index) }];
}

/** Two and more of the ways in which a Pool maps. */
function mapShapesOf(code: string): readonly FeatureUse[] {
  const shapes = [
    ...code.matchAll(/\.(map_async|starmap|starmap_async|apply|apply_async|imap|imap_unordered)\s*\(/g),
  ];
  const [first] = shapes;
  const other = shapes.find(([, name]) => name !== first?.[1]);
  return other === undefined ? [] : [{ feature: 'several map shapes', line: lineOf(code, other.index) }];
}

const lineOf = (code: string, at: number): number => code.slice(0, at).split('\n').length;

/** Strings, docstrings and comments as blanks, of the same length and with the same lines. */
function withoutTextAndComments(text: string): string {
  const token = /("""|''')[^]*?(?:\1|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|#[^\n]*/g;
  return text.replaceAll(token, (found) => found.replaceAll(/[^\n]/g, ' '));
}
