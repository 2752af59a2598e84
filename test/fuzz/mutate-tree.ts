import { latin1, layoutOf, lineEnd } from './asdf-layout';
import { spliced, type Change } from './asdf-change';
import { arrayText, DATATYPES, KEYS, listOf, SCALARS, TAGS, TREE_NUMBERS } from './asdf-values';
import type { Random } from './random';

/** A place in the tree, and what is to stand there. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Makes an edit of the lines of a tree; undefined where there is nothing of the kind. */
type Editor = (tree: string, random: Random) => Edit | undefined;

const DECISIVE =
  /^[ -]*(?:shape|strides|offset|source|datatype|byteorder|mask|data|unit|value): .*$/gm;
const NUMBER = /-?\b\d[\d.eE+]*/g;

/** A change of the text of the tree. */
export const treeChange: Change = (bytes, random) => {
  const { tree } = layoutOf(bytes);
  const text = latin1(bytes.subarray(tree.from, tree.to));
  const editor = editorFor(random);
  const edit = editor(text, random) ?? added(text, random);
  const { from, to } = edit;
  const what = `"${shown(text.slice(from, to))}" at ${tree.from + from} becomes "${shown(edit.text)}"`;
  const at = tree.from + from;
  return { what, bytes: spliced(bytes, at, tree.from + to, edit.text, random.chance(0.75)) };
};

function editorFor(random: Random): Editor {
  const shares: readonly (readonly [number, Editor])[] = [
    [0.22, decisiveNumber],
    [0.06, anyNumber],
    [0.12, decisiveValue],
    [0.08, anyValue],
    [0.15, added],
    [0.06, tagged],
    [0.06, aliased],
    [0.06, renamed],
    [0.05, lineMoved],
    [0.03, reindented],
    [0.04, nested],
    [0.07, character],
  ];
  let left = random.next();
  for (const [share, editor] of shares) {
    left -= share;
    if (left < 0) {
      return editor;
    }
  }
  return character;
}

function matchIn(text: string, pattern: RegExp, random: Random): RegExpExecArray | undefined {
  const all = [...text.matchAll(pattern)];
  return all.length === 0 ? undefined : random.of(all);
}

function numberIn(text: string, from: number, random: Random): Edit | undefined {
  const match = matchIn(text, NUMBER, random);
  if (match === undefined) {
    return undefined;
  }
  const value = Number(match[0]);
  const near = [value + 1, value - 1, 2 * value, 10 * value, Math.floor(value / 2), -value];
  const at = from + match.index;
  const other = random.chance(0.35) ? String(random.of(near)) : random.of(TREE_NUMBERS);
  return { from: at, to: at + match[0].length, text: other };
}

function decisiveNumber(tree: string, random: Random): Edit | undefined {
  const line = matchIn(tree, DECISIVE, random);
  return line && numberIn(line[0], line.index, random);
}

function anyNumber(tree: string, random: Random): Edit | undefined {
  return numberIn(tree, 0, random);
}

function decisiveValue(tree: string, random: Random): Edit | undefined {
  const line = matchIn(tree, DECISIVE, random);
  if (line === undefined) {
    return undefined;
  }
  const colon = line[0].indexOf(': ') + 2;
  const key = line[0].slice(0, colon).replace(/[ :-]/g, '');
  const fitting = { datatype: random.of(DATATYPES), byteorder: random.of(['big', 'little']) };
  const lists = { shape: listOf(random, 5), strides: listOf(random, 4) };
  const known: Readonly<Record<string, string>> = { ...fitting, ...lists };
  const text = random.chance(0.75) ? (known[key] ?? random.of(SCALARS)) : random.of(SCALARS);
  return { from: line.index + colon, to: line.index + line[0].length, text };
}

function anyValue(tree: string, random: Random): Edit | undefined {
  const match = matchIn(tree, /: ([^\n]+)$/gm, random);
  return (
    match && { from: match.index + 2, to: match.index + match[0].length, text: random.of(SCALARS) }
  );
}

/** Another array at the end of the tree, or what is there twice, or an alias of all of it. */
function added(tree: string, random: Random): Edit {
  const at = tree.length;
  const flow = random.chance(0.7) ? '' : '&zz ';
  const key = random.of(['zz', 'data', 'dq', 'roman', 'a/b', 'err']);
  const kinds = [
    ...Array.from({ length: 5 }, () => `${key}: ${flow}${arrayText(random)}\n`),
    `zq: !unit/quantity-1.1.0 {value: ${arrayText(random)}, unit: ${random.of(SCALARS)}}\n`,
    `zz: &zz [1, *zz, {a: *zz, b: [*zz]}]\n`,
    laughs(random),
    `${tree.slice(0, 20_000)}`,
    `zm: {<<: ${random.of(['*a', '[*a, *a]', '7', '{a: 1}', '[[]]'])}}\n`,
    `zx: ${random.of(SCALARS)}\n`,
  ];
  return { from: at, to: at, text: random.of(kinds) };
}

/** Aliases of aliases, as data of an array too. */
function laughs(random: Random): string {
  const width = random.of([2, 9, 100]);
  const depth = random.of([3, 9, 40]);
  const lines = Array.from(
    { length: depth },
    (_, i) =>
      `y${i + 1}: &y${i + 1} [${Array.from({ length: width }, () => `*y${i}`).join(', ')}]\n`,
  );
  const array = `yz: !core/ndarray-1.1.0 {data: *y${depth}${random.of(['', ', datatype: int8', ', shape: [2]'])}}\n`;
  return `y0: &y0 ${random.of(['1', 'x', '[]', '[1.5, 2]'])}\n${lines.join('')}${array}`;
}

function tagged(tree: string, random: Random): Edit | undefined {
  const match = random.chance(0.5) ? matchIn(tree, /![^\s,[\]{}]*/g, random) : undefined;
  if (match) {
    return { from: match.index, to: match.index + match[0].length, text: random.of(['', ...TAGS]) };
  }
  const place = matchIn(tree, /(?::|-) (?=\S)|:(?=\n)/g, random);
  const at = place && place.index + place[0].length;
  return at === undefined ? undefined : { from: at, to: at, text: ` ${random.of(TAGS)} ` };
}

/** An anchor somewhere and an alias of it after that: inside of it, it is a cycle. */
function aliased(tree: string, random: Random): Edit | undefined {
  const one = matchIn(tree, /: *(?=[\n![{\w])/g, random);
  const other = matchIn(tree, /: ([^\n]+)$/gm, random);
  if (one === undefined || other === undefined) {
    return undefined;
  }
  const from = one.index + 1;
  const to = other.index + other[0].length;
  return to <= from + 1 || other.index < from
    ? { from: other.index + 2, to, text: random.of(['*zz', '*nothing', '&a *a', '&a 1']) }
    : { from, to, text: ` &zz ${tree.slice(from, other.index)}: *zz` };
}

function renamed(tree: string, random: Random): Edit | undefined {
  const match = matchIn(tree, /(?<=^[ -]*|[{,] )[\w"']+(?=:(?: |$))/gm, random);
  return match && { from: match.index, to: match.index + match[0].length, text: random.of(KEYS) };
}

function lineMoved(tree: string, random: Random): Edit {
  const from = lineIn(tree, random);
  const line = tree.slice(from, lineEnd(tree, from));
  const other = lineIn(tree, random);
  const to = random.chance(0.4) ? lineEnd(tree, other) : other;
  return { from: other, to, text: random.chance(0.2) ? '' : line };
}

function reindented(tree: string, random: Random): Edit {
  const from = lineIn(tree, random);
  const to = from + (/^ */.exec(tree.slice(from, from + 200))?.[0].length ?? 0);
  return {
    from,
    to,
    text: random.of(['', ' ', '  ', '    ', '\t', '- ', '- - ', '? ', '          ']),
  };
}

function nested(tree: string, random: Random): Edit | undefined {
  const match = matchIn(tree, /: ([^\n]+)$/gm, random);
  const depth = random.of([3, 60, 450, 499, 500, 510, 3000]);
  const [open, close] = random.of([
    ['[', ']'],
    ['{a: ', '}'],
    ['- ', ''],
    ['[', ''],
  ] as const);
  return (
    match && {
      from: match.index + 2,
      to: match.index + match[0].length,
      text: `${open.repeat(depth)}1${close.repeat(depth)}`,
    }
  );
}

function character(tree: string, random: Random): Edit {
  const from = random.below(tree.length + 1);
  const to = Math.min(tree.length, from + random.of([0, 0, 1, 1, 2, 20]));
  const text = random.of([
    ...':-?[]{},#&*!|>\'"%@`\n\t\r \0\x01\x85\xa0\xff\xc3\xef~<=',
    '',
    '...\n',
    '\r\n',
  ]);
  return { from, to, text };
}

/** Where a line begins. */
function lineIn(tree: string, random: Random): number {
  return tree.lastIndexOf('\n', random.below(tree.length + 1) - 1) + 1;
}

function shown(text: string): string {
  const line = JSON.stringify(text).slice(1, -1);
  return line.length > 200 ? `${line.slice(0, 160)}… (${text.length} characters)` : line;
}
