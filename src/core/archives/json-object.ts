/** JSON of a service, taken member by member: what is not of the kind expected is not there. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function member(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

export function objectIn(object: JsonObject, key: string): JsonObject | undefined {
  const value = member(object, key);
  return isObject(value) ? value : undefined;
}

export function listIn(object: JsonObject, key: string): readonly unknown[] | undefined {
  const value = member(object, key);
  return Array.isArray(value) ? value : undefined;
}

/** Undefined for what is no text, and for the empty one. */
export function textIn(object: JsonObject, key: string): string | undefined {
  const value = member(object, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A finite number, also one written as text. */
export function numberIn(object: JsonObject, key: string): number | undefined {
  const value = member(object, key);
  const number =
    typeof value === 'number' || typeof value === 'bigint'
      ? Number(value)
      : typeof value === 'string' && value.trim() !== ''
        ? Number(value)
        : NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** `true`, or a word or number for it. */
export function flagIn(object: JsonObject, key: string): boolean {
  const value = member(object, key);
  return (
    value === true || value === 1 || (typeof value === 'string' && /^(?:true|yes|1)$/i.test(value))
  );
}
