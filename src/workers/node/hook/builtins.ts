import { syncBuiltinESMExports } from 'node:module';

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
 * `construct` gets what was asked for and a function that does it.
 */
export function seeConstruction(
  holder: object,
  name: string,
  construct: (words: readonly unknown[], make: (words: readonly unknown[]) => object) => object,
): void {
  replace(holder, name, (original) => {
    const seen: object = new Proxy(original, {
      construct: (target, words: readonly unknown[], newTarget) =>
        construct(words, (given): object => {
          const made: unknown = Reflect.construct(asClass(target), given, newTarget);
          return Object(made);
        }),
    });
    // `x.constructor` of what it makes is the class that the program knows.
    const prototype: unknown = Reflect.get(original, 'prototype');
    replace(Object(prototype), 'constructor', () => seen);
    return seen;
  });
}

/** Lets `import { X } from 'node:…'` see what was replaced. */
export const publishReplacements = syncBuiltinESMExports;

function asClass(value: object): new (...words: readonly unknown[]) => object {
  if (isClass(value)) return value;
  throw new TypeError('not a class');
}

const isClass = (value: object): value is new (...words: readonly unknown[]) => object =>
  typeof value === 'function';
