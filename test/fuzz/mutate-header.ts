import type { Part } from './corpus';
import { setByte, writeText, type Mutation } from './mutation';
import type { Random } from './random';
import { isStructural, KEYWORDS, NUMBERS, TEXTS, TEXTS_OF } from './values';

const RECORD = 80;
const BLOCK = 2880;

/** A change of one card of the header of an HDU. */
export function headerMutation(bytes: Uint8Array, part: Part, random: Random): Mutation {
  const { header, data } = part;
  const count = Math.max(1, Math.floor((data - header) / RECORD));
  const keywordAt = (at: number): string => text(bytes, at, 8).trimEnd();
  const anywhere = (): number => header + RECORD * random.below(count);
  let at = anywhere();
  // Most changes hit the cards that say what follows.
  for (let tries = 0; tries < 30 && !isStructural(keywordAt(at)) && random.chance(0.95);) {
    at = anywhere();
    tries += 1;
  }
  const keyword = keywordAt(at);
  const kind = random.next();
  const axis = /^ZNAXIS([1-9])$/.exec(keyword)?.[1];
  const tile = axis === undefined ? undefined : cardAt(bytes, part, `ZTILE${axis}`);
  if (tile !== undefined && random.chance(0.3)) {
    return resized(keyword, [at, tile], random.of(NUMBERS));
  }
  if (kind < 0.5) {
    const value = valueFor(keyword, text(bytes, at + 10, 20).trim(), random);
    return writeText(`${keyword} becomes ${value}`, at + 8, `= ${value}`.padEnd(RECORD - 8));
  }
  if (kind < 0.65) {
    const other = random.of(KEYWORDS);
    const line = `${other.padEnd(8)}= ${valueFor(other, '', random)}`.padEnd(RECORD);
    return writeText(`a card ${line.trimEnd()} in place of ${keyword}`, at, line);
  }
  if (kind < 0.75) {
    const from = anywhere();
    return {
      what: `the card at ${from} also stands at ${at}`,
      apply: (file) => file.copyWithin(at, from, from + RECORD),
    };
  }
  if (kind < 0.83) {
    return writeText(`${keyword} is wiped out`, at, ''.padEnd(RECORD));
  }
  if (kind < 0.88) {
    const end = header + RECORD * lastCard(bytes, header, data);
    return writeText('END is wiped out', end, ''.padEnd(RECORD));
  }
  if (kind < 0.92) {
    const shift = random.of([-BLOCK, BLOCK, RECORD, -RECORD, 1]);
    return writeText(`END at ${at + shift}`, Math.max(0, at + shift), 'END'.padEnd(RECORD));
  }
  if (kind < 0.95) {
    const line = random.of([
      "CONTINUE  'x&'",
      'CONTINUE',
      "CONTINUE  ''",
      'HIERARCH = = =',
      "A = 'b",
    ]);
    return writeText(`${line} in place of ${keyword}`, at, line.padEnd(RECORD));
  }
  return setByte(at + random.below(RECORD), random.below(256));
}

/** An axis of a compressed image, and its tiles as long as it is. */
function resized(keyword: string, cards: readonly number[], value: string): Mutation {
  const field = Buffer.from(`= ${value}`.padEnd(RECORD - 8), 'latin1');
  return {
    what: `${keyword} and its tiles become ${value}`,
    apply: (file) => {
      for (const at of cards.filter((card) => card + RECORD <= file.length)) {
        file.set(field, at + 8);
      }
      return file;
    },
  };
}

function cardAt(bytes: Uint8Array, { header, data }: Part, keyword: string): number | undefined {
  for (let at = header; at < data; at += RECORD) {
    if (text(bytes, at, 8).trimEnd() === keyword) {
      return at;
    }
  }
  return undefined;
}

/** A value that fits the keyword, one near what stands there, or just any. */
function valueFor(keyword: string, before: string, random: Random): string {
  const fitting = TEXTS_OF.find(([pattern]) => pattern.test(keyword))?.[1];
  if (fitting && random.chance(0.75)) {
    return `'${random.of(fitting)}'`.padEnd(10);
  }
  const number = /^-?\d{1,15}(?= |\/|$)/.exec(before)?.[0];
  if (number !== undefined && random.chance(0.4)) {
    const value = Number(number);
    const near = [value + 1, value - 1, 2 * value, 10 * value, Math.floor(value / 2), -value];
    return String(random.of(near));
  }
  return random.chance(0.75) ? random.of(NUMBERS) : `'${random.of(TEXTS)}'`;
}

/** The number of the last record that is not blank. */
function lastCard(bytes: Uint8Array, header: number, data: number): number {
  let last = Math.floor((data - header) / RECORD) - 1;
  while (last > 0 && text(bytes, header + RECORD * last, RECORD).trim() === '') {
    last -= 1;
  }
  return last;
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.subarray(at, at + length)).toString('latin1');
}
