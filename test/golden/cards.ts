import type { Card } from '../../src/core/fits/card';
import type { CardValue } from '../../src/core/fits/card-value';
import { recordValue } from '../../src/core/fits/record-valued';
import type { Comparison } from './comparison';
import { isObject, type Json } from './json';

/** Keywords a restored header may lack. */
const CHECKSUMS = new Set(['CHECKSUM', 'DATASUM']);

/**
 * Compares cards as a set of (keyword, value, comment), with `DP1 = 'AXIS.1: 2'` split as astropy does.
 */
export function compareCards(
  comparison: Comparison,
  path: string,
  ours: readonly Card[],
  theirs: readonly Json[],
  { restored = false } = {},
): void {
  const left = new Map<string, number>();
  const ignored = (keyword: string): boolean => restored && CHECKSUMS.has(keyword);
  const waiting = ours.filter((card) => !ignored(card.keyword)).map(ourKey);
  for (const key of waiting) {
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const missing: string[] = [];
  for (const card of theirs) {
    const [keyword = '', value = null, comment = ''] = card as readonly Json[];
    if (ignored(String(keyword))) {
      continue;
    }
    const key = keyOf(String(keyword), theirValue(value), String(comment));
    const count = left.get(key) ?? 0;
    if (count > 0) {
      left.set(key, count - 1);
      comparison.same(path, key, key);
    } else {
      missing.push(key);
    }
  }
  const extra = waiting.filter((key) => {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count > 0;
  });
  for (let i = 0; i < Math.max(missing.length, extra.length); i += 1) {
    comparison.differ(path, extra[i], missing[i]);
  }
}

function ourKey(card: Card): string {
  const record = recordValue(card);
  return record
    ? keyOf(record.keyword, record.value, card.comment)
    : keyOf(card.keyword, card.value, card.comment);
}

function theirValue(value: Json): CardValue {
  if (value === null) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return { re: Number(value[0]), im: Number(value[1]) };
  }
  if (isObject(value)) {
    return { re: Number(value['re']), im: Number(value['im']) };
  }
  return typeof value === 'object' ? undefined : value;
}

function keyOf(keyword: string, value: CardValue, comment: string): string {
  return JSON.stringify([keyword, canonical(value), comment.trimEnd()]);
}

function canonical(value: CardValue): Json {
  if (value === undefined || typeof value === 'boolean') {
    return value ?? null;
  }
  if (typeof value === 'string') {
    return value.trimEnd();
  }
  if (typeof value === 'bigint') {
    return `integer ${value}`;
  }
  return typeof value === 'number' ? value + 0 : [value.re, value.im];
}
