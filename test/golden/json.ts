/** JSON as the truth files hold it; integers beyond 2^53 are `bigint`. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONG_INTEGER = /^-?\d{16,}$/;
const MARK = 'integer:';

/** `JSON.parse` that keeps long integers exact. `NaN` and the infinities are words in the truth. */
export function parseExactJson(text: string): Json {
  const marked = text.replace(STRING_OR_NUMBER, (token) =>
    LONG_INTEGER.test(token) ? `"${MARK}${token}"` : token,
  );
  return JSON.parse(marked, (_key, value: Json) =>
    typeof value === 'string' && value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value,
  ) as Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(value: JsonObject, key: string): JsonObject | undefined {
  const member = value[key];
  return isObject(member) ? member : undefined;
}

export function listAt(value: JsonObject, key: string): readonly Json[] {
  const member = value[key];
  return Array.isArray(member) ? (member as readonly Json[]) : [];
}

export function numberAt(value: JsonObject, key: string): number {
  const member = value[key];
  return typeof member === 'number' || typeof member === 'bigint' ? Number(member) : NaN;
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** A number, also as the word the truth has for what JSON lacks (`NaN`, `Infinity`); NaN for anything else. */
export function numberOf(value: Json | undefined): number {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
    ? Number(value)
    : NaN;
}
