/** Looks into values of the program and of Node's inside, of which nothing is known. A getter that throws gives undefined. */
export function fieldOf(value: unknown, name: PropertyKey): unknown {
  if (!isObject(value)) return undefined;
  try {
    return Reflect.get(value, name);
  } catch {
    return undefined;
  }
}

export const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

export const isFunction = (value: unknown): value is (...words: unknown[]) => unknown =>
  typeof value === 'function';

export const isText = (value: unknown): value is string => typeof value === 'string';

export const isNumber = (value: unknown): value is number => typeof value === 'number';

/** The symbol of this description among those of the object itself: how Node keeps what is not public. */
export function ownSymbol(value: object, description: string): symbol | undefined {
  return Object.getOwnPropertySymbols(value).find((symbol) => symbol.description === description);
}

/** What an error is called and says, as a trace keeps it. */
export function describeError(error: unknown): { readonly type: string; readonly message: string } {
  if (!isObject(error)) return { type: typeof error, message: String(error).slice(0, longestMessage) };
  const name = fieldOf(error, 'name');
  const message = fieldOf(error, 'message');
  return {
    type: isText(name) && name !== '' ? name : typeInStack(fieldOf(error, 'stack')),
    message: isText(message) ? message.slice(0, longestMessage) : '',
  };
}

/** Of an error that travelled as a plain object. Stacks of errors proper are not asked for, as that writes them. */
const typeInStack = (stack: unknown): string =>
  isText(stack) ? (/^(\w+):/.exec(stack)?.[1] ?? 'Error') : 'Error';

const longestMessage = 1_000;
