import { syncBuiltinESMExports } from 'node:module';
import { isFunction } from './fields.ts';
import { watched } from './guard.ts';

/** Puts another value into the place of a method or an export, with everything else about the property as it was. Gives the one before. */
export function replace(holder: object, name: PropertyKey, make: (original: object) => unknown): void {
  const property = Object.getOwnPropertyDescriptor(holder, name);
  if (property === undefined || property.configurable === false || typeof property.value !== 'function')
    return;
  const value: unknown = make(property.value);
  Object.defineProperty(holder, name, { ...property, value });
}

/**
 * Sees constructions of a class of Node. A proxy and no subclass: `instanceof`, `name`, static members and what `extends` it are as before.
 * Only `constructor` of what it makes still is the class below, as stacks take its name from there.
 * `construct` gets what was asked for and a function that does it.
 */
export function seeConstruction(
  holder: object,
  name: string,
  construct: (words: readonly unknown[], make: (words: readonly unknown[]) => object) => object,
): void {
  replace(
    holder,
    name,
    (original) =>
      new Proxy(original, {
        construct: (target, words: readonly unknown[], newTarget) =>
          watched(
            words,
            (given): object => {
              const made: unknown = Reflect.construct(asClass(target), [...given], newTarget);
              return Object(made);
            },
            construct,
          ),
      }),
  );
}

/** Sees what was constructed, in the shortest way: some classes are constructed for each of a program's requests. */
export function seeConstructed(
  holder: object,
  name: string,
  see: (made: object, words: readonly unknown[]) => void,
): void {
  replace(
    holder,
    name,
    (original) =>
      new Proxy(original, {
        construct: (target, words: unknown[], newTarget): object => {
          const made: unknown = Reflect.construct(asClass(target), words, newTarget);
          const object = Object(made);
          try {
            see(object, words);
          } catch {
            // As in `quietly`.
          }
          return object;
        },
      }),
  );
}

/** Sees what calls of a function or method of Node gave, in the shortest way. */
export function seeResults(
  holder: object,
  name: PropertyKey,
  see: (result: unknown, words: readonly unknown[]) => void,
): void {
  replace(
    holder,
    name,
    (original) =>
      new Proxy(original, {
        apply: (target, self: unknown, words: unknown[]): unknown => {
          const result: unknown = isFunction(target) ? Reflect.apply(target, self, words) : undefined;
          try {
            see(result, words);
          } catch {
            // As in `quietly`.
          }
          return result;
        },
      }),
  );
}

/** Sees calls of a function or method of Node. It keeps its name and length, and what else it has. */
export function seeCalls(
  holder: object,
  name: PropertyKey,
  see: (self: unknown, words: readonly unknown[], start: (words: readonly unknown[]) => unknown) => unknown,
): void {
  replace(
    holder,
    name,
    (original) =>
      new Proxy(original, {
        apply: (target, self: unknown, words: readonly unknown[]): unknown =>
          watched(
            words,
            (given) => (isFunction(target) ? Reflect.apply(target, self, given) : undefined),
            (own, start) => see(self, own, start),
          ),
      }),
  );
}

/** Lets `import { X } from 'node:…'` see what was replaced. */
export const publishReplacements = syncBuiltinESMExports;

function asClass(value: object): new (...words: readonly unknown[]) => object {
  if (isClass(value)) return value;
  throw new TypeError('not a class');
}

const isClass = (value: object): value is new (...words: readonly unknown[]) => object =>
  typeof value === 'function';
