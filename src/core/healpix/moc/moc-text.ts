import { SkybucketError } from '../../errors';
import { type Moc, type MocCells, mocOfCells, MOST_CELLS } from './moc';

/** Characters of a coverage map that are read. */
const MOST_TEXT = 200 * 2 ** 20;

/**
 * Reads a coverage map written as ASCII (`3/1-4 6 4/30,32 10/`) or as JSON (`{"3": [1, 2], "10": []}`).
 *
 * @throws SkybucketError `format` with what is wrong, `unsupported` of maps of time, `too-large`.
 */
export function parseMoc(text: string): Moc {
  if (text.length > MOST_TEXT) {
    throw new SkybucketError('too-large', 'The coverage map is too long to be read.', {
      hint: 'Write it at a lower order.',
    });
  }
  const start = text.trimStart();
  return start.startsWith('{') ? parseJson(start) : parseAscii(start);
}

function parseJson(text: string): Moc {
  let parsed: unknown;
  try {
    // As text, since numbers of order 25 and deeper are rounded.
    parsed = JSON.parse(text.replace(/(?<=[[,\s])\d+(?=[\s,\]])/g, '"$&"'));
  } catch {
    throw wrong('it is no JSON');
  }
  const cells: MocCells[] = [];
  let most = 0;
  for (const [key, pixels] of Object.entries(parsed as Record<string, unknown>)) {
    const order = /^\d{1,2}$/.test(key) ? Number(key) : NaN;
    if (Number.isNaN(order) || !Array.isArray(pixels)) {
      throw wrong(`"${key.slice(0, 40)}" is no order with a list of pixels`);
    }
    most = Math.max(most, order);
    for (const pixel of pixels as unknown[]) {
      if (typeof pixel !== 'string' || !/^\d{1,19}$/.test(pixel)) {
        throw wrong(`${String(pixel).slice(0, 40)} is no pixel`);
      }
      add(cells, order, BigInt(pixel), BigInt(pixel));
    }
  }
  return mocOfCells(cells, most);
}

function parseAscii(text: string): Moc {
  const cells: MocCells[] = [];
  let order: number | undefined;
  let most = 0;
  for (const [token] of text.matchAll(/[^\s,]+/g)) {
    const [, dimension, stated, rest] = /^([a-z]?)(\d{1,2})\/(.*)$/i.exec(token) ?? [
      '',
      '',
      '',
      token,
    ];
    if (dimension !== '' && dimension?.toLowerCase() !== 's') {
      throw new SkybucketError('unsupported', 'The coverage map is one of time or frequency.', {
        hint: 'Give one of the sky alone.',
      });
    }
    if (stated !== '') {
      order = Number(stated);
      most = Math.max(most, order);
    }
    if (rest === '' || rest === undefined) {
      continue;
    }
    const range = /^(\d{1,19})(?:-(\d{1,19}))?$/.exec(rest);
    if (!range || order === undefined) {
      throw wrong(`"${token.slice(0, 40)}" is no pixel and no range of pixels`);
    }
    add(cells, order, BigInt(range[1] as string), BigInt(range[2] ?? (range[1] as string)));
  }
  if (order === undefined) {
    throw wrong('it names no order');
  }
  return mocOfCells(cells, most);
}

function add(cells: MocCells[], order: number, first: bigint, last: bigint): void {
  if (cells.length >= MOST_CELLS) {
    throw new SkybucketError(
      'too-large',
      `The coverage map has more than ${MOST_CELLS.toLocaleString('en-US')} cells.`,
      { hint: 'Write it at a lower order.' },
    );
  }
  cells.push({ order, first, last });
}

function wrong(what: string): SkybucketError {
  return new SkybucketError('format', `This is no coverage map (MOC): ${what}.`);
}
