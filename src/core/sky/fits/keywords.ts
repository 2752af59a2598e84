import type { Header } from '../../fits/header';

/** The keywords of one coordinate description, for axes counted from 1. */
export interface WcsKeywords {
  /** Axes: the largest of NAXIS, WCSAXES and the axis numbers of the keywords. */
  readonly axes: number;
  /** ` ` for the primary description, else A to Z. */
  readonly alternate: string;
  readonly ctype: readonly string[];
  readonly cunit: readonly string[];
  readonly cname: readonly string[];
  readonly crpix: readonly number[];
  readonly crval: readonly number[];
  readonly cdelt: readonly number[];
  readonly crota: readonly (number | undefined)[];
  /** NAXISn; 1 for axes the image does not have. */
  readonly lengths: readonly number[];
  /** Elements `i_j` of PCi_j or CDi_j. */
  readonly pc: ReadonlyMap<string, number>;
  readonly cd: ReadonlyMap<string, number>;
  /** PVi_m and PSi_m by `i_m`. */
  readonly pv: ReadonlyMap<string, number>;
  readonly ps: ReadonlyMap<string, string>;
}

/** More axes than any image has; more than that is a broken header. */
export const MOST_AXES = 32;

const AXIS = /^(CTYPE|CUNIT|CNAME|CRPIX|CRVAL|CDELT|CROTA)([1-9]\d?)([A-Z]?)$/;
const PAIR = /^(PC|CD|PV|PS)([1-9]\d?)_(\d{1,2})([A-Z]?)$/;
const OLD_PC = /^PC(\d{3})(\d{3})$/;

interface Collected {
  readonly numbers: Map<string, number>;
  readonly texts: Map<string, string>;
  highest: number;
  found: boolean;
  problem: string | undefined;
}

/**
 * The coordinate keywords of a header; undefined where it has none, a sentence where one is broken. Of a
 * keyword written twice the first counts, as for all cards.
 */
export function wcsKeywords(
  header: Header,
  alternate: string,
): WcsKeywords | { problem: string } | undefined {
  const letter = alternate === ' ' ? '' : alternate;
  const all: Collected = {
    numbers: new Map(),
    texts: new Map(),
    highest: 0,
    found: false,
    problem: undefined,
  };
  for (const card of header.cards) {
    if (card.kind === 'value') {
      collect(all, card.keyword.toUpperCase(), card.value, card.text, letter);
    }
  }
  if (!all.found) {
    return undefined;
  }
  if (all.problem !== undefined) {
    return { problem: all.problem };
  }
  const axes = Math.max(all.highest, count(header, `WCSAXES${letter}`), count(header, 'NAXIS'));
  if (axes > MOST_AXES) {
    return {
      problem: `The header speaks of ${axes} coordinate axes; at most ${MOST_AXES} are read.`,
    };
  }
  const list = <T>(of: (i: number) => T): T[] => Array.from({ length: axes }, (_, k) => of(k + 1));
  const number = (keyword: string, i: number): number | undefined =>
    all.numbers.get(`${keyword}${i}`);
  const text = (keyword: string, i: number): string => all.texts.get(`${keyword}${i}`) ?? '';
  return {
    axes,
    alternate: alternate === '' ? ' ' : alternate,
    ctype: list((i) => text('CTYPE', i).toUpperCase()),
    cunit: list((i) => text('CUNIT', i)),
    cname: list((i) => text('CNAME', i)),
    crpix: list((i) => number('CRPIX', i) ?? 0),
    crval: list((i) => number('CRVAL', i) ?? 0),
    cdelt: list((i) => number('CDELT', i) ?? 1),
    crota: list((i) => number('CROTA', i)),
    lengths: list((i) => count(header, `NAXIS${i}`) || 1),
    pc: elements(all.numbers, 'PC'),
    cd: elements(all.numbers, 'CD'),
    pv: elements(all.numbers, 'PV'),
    ps: elements(all.texts, 'PS'),
  };
}

function count(header: Header, keyword: string): number {
  const value = header.value(keyword);
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

function elements<T>(values: ReadonlyMap<string, T>, start: string): Map<string, T> {
  const found = new Map<string, T>();
  for (const [key, value] of values) {
    if (key.startsWith(start) && key.includes('_')) {
      found.set(key.slice(start.length), value);
    }
  }
  return found;
}

function collect(
  all: Collected,
  keyword: string,
  value: unknown,
  written: string,
  letter: string,
): void {
  const [start, first, second, alternate] = partsOf(keyword);
  if (start === undefined || first === undefined || alternate !== letter || value === undefined) {
    return;
  }
  const key = second === undefined ? `${start}${first}` : `${start}${first}_${second}`;
  if (all.numbers.has(key) || all.texts.has(key)) {
    return;
  }
  all.found ||= start !== 'CNAME' && start !== 'CUNIT';
  all.highest = Math.max(all.highest, first, start === 'PC' || start === 'CD' ? (second ?? 0) : 0);
  if (start === 'CTYPE' || start === 'CUNIT' || start === 'CNAME' || start === 'PS') {
    all.texts.set(key, typeof value === 'string' ? value.trim() : '');
    return;
  }
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) {
    all.problem ??= `${keyword} is "${written.slice(0, 68)}" where a number is needed.`;
    return;
  }
  all.numbers.set(key, number);
}

/** Start of the keyword, axis number, second number and letter of the description. */
function partsOf(
  keyword: string,
): [string | undefined, number | undefined, number | undefined, string | undefined] {
  const axis = AXIS.exec(keyword);
  if (axis) {
    return [axis[1], Number(axis[2]), undefined, axis[3]];
  }
  const pair = PAIR.exec(keyword);
  if (pair) {
    return [pair[1], Number(pair[2]), Number(pair[3]), pair[4]];
  }
  const old = OLD_PC.exec(keyword);
  return old
    ? ['PC', Number(old[1]), Number(old[2]), '']
    : [undefined, undefined, undefined, undefined];
}

/**
 * The descriptions a header has: ` ` for the primary one, then letters in order.
 */
export function alternatesOf(header: Header): string[] {
  const found = new Set<string>();
  for (const { keyword, kind } of header.cards) {
    const match =
      kind === 'value' ? /^(?:CTYPE|CRVAL|CRPIX)[1-9]\d?([A-Z]?)$/i.exec(keyword) : null;
    if (match) {
      found.add(match[1] === '' ? ' ' : (match[1] as string).toUpperCase());
    }
  }
  return [...found].sort();
}
