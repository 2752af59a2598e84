/**
 * A `vscode` in which everything exists: each member is a function, a class and an object at once,
 * whose members and results are the same. Settings have their defaults, memories are empty.
 */
function anything() {}

const special = {
  // What code tests for must not be there.
  then: undefined,
  toString: () => 'vscode',
  get: (_key, fallback) => fallback,
  inspect: () => undefined,
  [Symbol.toPrimitive]: () => 'vscode',
  [Symbol.iterator]: () => [][Symbol.iterator](),
};

const member = new Proxy(anything, {
  get: (target, name) =>
    Object.hasOwn(special, name) ? special[name] : name === 'prototype' ? target.prototype : member,
  apply: () => member,
  construct: (_target, _args, derived) => Object.create(derived.prototype ?? null),
  set: () => true,
});

// A bundler makes a namespace of a module's own members and, by inheritance, of its prototype's.
module.exports = new Proxy({}, { get: () => member, getPrototypeOf: () => member });
