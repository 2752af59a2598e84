import type { FileNumber } from './ds9-numbers';
import { fileNumber } from './ds9-numbers';
import { propertiesOf, type Statement, statementsOf } from './ds9-statements';
import { FOREIGN_SYSTEMS, type FileSystem, SYSTEMS } from './ds9-systems';
import { MOST_CORNERS } from './shape';

/** A shape as it stands in a region file, in the numbers it has there. */
export interface FileShape {
  readonly line: number;
  /** In lower case. */
  readonly name: string;
  readonly numbers: readonly FileNumber[];
  /** `n=4` of an annulus. */
  readonly rings: number | undefined;
  readonly system: FileSystem;
  /** The frame on the sky that the file named last. */
  readonly sky: FileSystem | undefined;
  readonly include: boolean;
  readonly text: string;
  readonly colour: string;
}

/** Labels are cut there. */
const MOST_TEXT = 1000;

/** Shapes by names that mean the same. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ...['circle', 'ellipse', 'box', 'annulus', 'polygon', 'line', 'vector', 'point', 'text'].map(
    (name) => [name, name] as const,
  ),
  ['segment', 'segment'],
  ['rotbox', 'box'],
]);

/** What is known and not shown. A composite only holds others together, which stand on their own. */
const REFUSED =
  /^(?:ruler|compass|projection|panda|cpanda|epanda|bpanda|pie|sector|field|rectangle|rotrectangle)$/;

const SILENT = /^(?:composite|tile|global|version|format)$/;

/** What a statement begins with. */
const HEAD = /^([-+!]?)\s*([A-Za-z]\w*)\s*/;

/**
 * Shapes of a DS9 region file as far as its grammar goes. What cannot be read is told, with its line: a file
 * that begins without a coordinate system counts in physical pixels.
 *
 * @param problem told one sentence for each statement that is left out; true where nobody reads on
 */
export function* parseRegions(
  file: string,
  problem: (line: number, sentence: string) => boolean,
): Generator<FileShape> {
  let system: FileSystem | undefined = 'physical';
  let foreign = '';
  let sky: FileSystem | undefined;
  let usual = new Map<string, string>();
  for (const statement of statementsOf(file)) {
    const { line, body } = statement;
    const head = HEAD.exec(body);
    const name = head?.[2]?.toLowerCase() ?? '';
    const named = SYSTEMS.get(name);
    if (named !== undefined && head?.[0] === body) {
      system = named;
      sky = named === 'image' || named === 'physical' ? sky : named;
    } else if (FOREIGN_SYSTEMS.test(name) && head?.[0] === body) {
      system = undefined;
      foreign = name;
      problem(
        line,
        `Coordinates of “${name}” are not supported: what follows in them is left out.`,
      );
    } else if (name === 'global') {
      usual = propertiesOf(body.slice(name.length));
    } else if (SILENT.test(name)) {
      continue;
    } else {
      const shape = shapeOf(statement, usual);
      if (typeof shape === 'string') {
        if (problem(line, shape)) {
          return;
        }
      } else if (system === undefined) {
        problem(
          line,
          `This ${shape.name} is in coordinates of “${foreign}”, which are not supported.`,
        );
      } else {
        yield { ...shape, system, sky };
      }
    }
  }
}

function shapeOf(
  { line, body, properties }: Statement,
  usual: ReadonlyMap<string, string>,
): Omit<FileShape, 'system' | 'sky'> | string {
  const head = HEAD.exec(body);
  if (head === null) {
    return `“${shortened(body)}” is no shape.`;
  }
  const [start, sign] = head;
  let word = head[2]?.toLowerCase() ?? '';
  let at = start.length;
  // Older files: `cross point 10 20`.
  const kind = /^point\b\s*/i.exec(body.slice(at, at + 80));
  if (kind !== null) {
    word = 'point';
    at += kind[0].length;
  }
  const name = NAMES.get(word);
  if (name === undefined) {
    return REFUSED.test(word)
      ? `“${word}” is not supported.`
      : `“${shortened(body)}” is no shape of a DS9 region file.`;
  }
  const { inner, after } = argumentsOf(body, at);
  const own = propertiesOf(`${after} ${properties}`);
  const property = (key: string): string | undefined => own.get(key) ?? usual.get(key);
  const { words, label } =
    name === 'text' ? textArguments(inner) : { words: wordsOf(inner), label: '' };
  if (words.length > 2 * MOST_CORNERS + 1) {
    return `A ${name} can have ${MOST_CORNERS.toLocaleString('en')} corners at most.`;
  }
  const count = /^n=(\d{1,5})$/i.exec(words.at(-1) ?? '');
  const numbers = (count ? words.slice(0, -1) : words).map(fileNumber);
  const wrong = numbers.indexOf(undefined);
  if (wrong !== -1) {
    return `“${shortened(words[wrong] ?? '')}” of this ${word} is no number.`;
  }
  return {
    ...{ line, name },
    numbers: numbers as FileNumber[],
    rings: count ? Number(count[1]) : undefined,
    include: sign !== '-' && sign !== '!' && property('include') !== '0',
    text: (own.get('text') ?? (label || (usual.get('text') ?? ''))).slice(0, MOST_TEXT),
    colour: colourOf(property('color') ?? property('colour') ?? ''),
  };
}

/** What is in the parentheses, or stands there without any, and what follows. */
function argumentsOf(body: string, at: number): { readonly inner: string; readonly after: string } {
  if (body[at] !== '(') {
    const end = body.indexOf('|', at);
    return { inner: end === -1 ? body.slice(at) : body.slice(at, end), after: '' };
  }
  const end = body.indexOf(')', at);
  return end === -1
    ? { inner: body.slice(at + 1), after: '' }
    : { inner: body.slice(at + 1, end), after: body.slice(end + 1).replace(/^[\s|]+/, '') };
}

function wordsOf(inner: string): string[] {
  return inner.split(/[\s,]+/).filter((word) => word !== '');
}

/** Older files have the label of a text among its numbers. */
function textArguments(inner: string): { readonly words: string[]; readonly label: string } {
  const words = wordsOf(inner);
  const start = inner.search(/["'{]/);
  return words.length > 2 && start !== -1
    ? {
        words: words.slice(0, 2),
        label: inner
          .slice(start + 1)
          .trimEnd()
          .replace(/["'}]$/, ''),
      }
    : { words, label: '' };
}

/** The name of a colour, or `#rrggbb`; empty for what is neither. */
function colourOf(text: string): string {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(text);
  if (short) {
    return `#${short
      .slice(1)
      .map((digit) => digit + digit)
      .join('')}`.toLowerCase();
  }
  return /^(?:#[\da-f]{6}|[a-z]{1,30}\d{0,3})$/i.test(text) ? text.toLowerCase() : '';
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
