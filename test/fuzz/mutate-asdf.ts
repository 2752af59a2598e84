import { gzipSync } from 'node:zlib';
import {
  card,
  concat,
  extensionCards,
  headerBytes,
  padToBlock,
  primaryCards,
} from '../unit/fits/support/made';
import { latin1, layoutOf } from './asdf-layout';
import { mutationOf, spliced, type Change } from './asdf-change';
import { SIZES } from './asdf-values';
import type { Seed } from './corpus';
import type { Changes } from './mutate';
import { blockChange } from './mutate-block';
import { treeChange } from './mutate-tree';
import type { Mutation } from './mutation';
import type { Random } from './random';

const MOST_CHANGES = 4;

/** A few changes to an ASDF file, or to one inside of FITS. */
export function asdfChangesOf(seed: Seed, others: readonly Seed[], random: Random): Changes {
  const focus = random.below(40);
  const count = 1 + random.below(MOST_CHANGES);
  const all: Mutation[] = Array.from({ length: count }, () => {
    const kind = random.next();
    const change =
      kind < 0.5
        ? treeChange
        : kind < 0.82
          ? blockChange
          : kind < 0.89
            ? indexChange
            : fileChange(others);
    return mutationOf(change, seed.bytes, random);
  });
  const around = random.next();
  if (around < 0.1 && seed.bytes[0] === 0x23) {
    all.push({ what: 'all of it stands in the HDU ASDF of a FITS file', apply: insideFits });
  } else if (around < 0.12) {
    all.push({
      what: 'all of it is packed by gzip',
      apply: (file) => gzipSync(file, { level: 1 }),
    });
  }
  return { all, focus };
}

/** A line of the block index. */
const indexChange: Change = (bytes, random) => {
  const { index, blocks } = layoutOf(bytes);
  if (index === undefined) {
    const offsets = blocks.map(({ from }) => `- ${from}\n`).join('');
    const text = `#ASDF BLOCK INDEX\n%YAML 1.1\n---\n${offsets}...\n`;
    return {
      what: 'a block index',
      bytes: spliced(bytes, bytes.length, bytes.length, text, false),
    };
  }
  const text = latin1(bytes.subarray(index.from));
  const lines = [...text.matchAll(/^- .*$/gm)];
  if (lines.length === 0) {
    return { what: 'no block index', bytes: bytes.slice(0, index.from) };
  }
  const line = random.of(lines);
  const offset = Number(line[0].slice(2));
  const other = random.of(lines)[0];
  const replacement = random.of([
    ...[`- ${offset + 1}`, `- ${offset - 1}`, `- ${offset + 54}`, `- -${offset}`, `- ${offset}.0`],
    ...[
      other,
      `${line[0]}\n${other}`,
      '',
      '- [1, 2]',
      '- x',
      `- ${random.of(SIZES)}`,
      `- &a ${offset}`,
    ],
    ...[`${line[0]}\n`.repeat(random.of([2, 1000, 70_000])).trimEnd(), `- ${'9'.repeat(30)}`],
  ]);
  const from = index.from + line.index;
  return {
    what: `"${line[0]}" of the block index becomes "${replacement.slice(0, 60)}"`,
    bytes: spliced(bytes, from, from + line[0].length, replacement, false),
  };
};

/** A change of the order or the length of the file. */
function fileChange(others: readonly Seed[]): Change {
  return (bytes, random) => {
    const { tree, blocks, index } = layoutOf(bytes);
    const places = [0, tree.from, tree.to, ...blocks.flatMap(({ from, data }) => [from, data])];
    const at = random.chance(0.4)
      ? random.of([...places, index?.from ?? 0])
      : random.below(bytes.length + 1);
    const kind = random.next();
    if (kind < 0.3) {
      return { what: `cut at ${at}`, bytes: bytes.slice(0, at) };
    }
    if (kind < 0.4) {
      const to = Math.min(bytes.length, at + 1 + random.below(random.of([10, 200, 5000])));
      return { what: `taken out from ${at} to ${to}`, bytes: spliced(bytes, at, to, '', false) };
    }
    if (kind < 0.5) {
      const added = new Uint8Array(1 + random.below(300)).fill(random.of([0, 32, 10, 255, 35]));
      return {
        what: `${added.length} bytes of ${added[0]} put in at ${at}`,
        bytes: spliced(bytes, at, at, added, random.chance(0.5)),
      };
    }
    if (kind < 0.6) {
      const copy = bytes.slice(0, tree.to + 4);
      return {
        what: `the tree stands once more at ${at}`,
        bytes: spliced(bytes, at, at, copy, false),
      };
    }
    const [one, two] = [random.of([...blocks, undefined]), random.of([...blocks, undefined])];
    if (kind < 0.75 && one && two) {
      const bytesOf = ({ from, to }: typeof one): Uint8Array => bytes.slice(from, to);
      const [first, second] = one.from <= two.from ? [one, two] : [two, one];
      const swapped = spliced(bytes.slice(), second.from, second.to, bytesOf(first), false);
      return {
        what: `the blocks at ${first.from} and ${second.from} are swapped`,
        bytes: spliced(swapped, first.from, first.to, bytesOf(second), random.chance(0.5)),
      };
    }
    const other = random.of(others);
    const block = random.of([...layoutOf(other.bytes).blocks, undefined]);
    const from = block?.from ?? random.below(other.bytes.length + 1);
    const part = other.bytes.slice(from, block?.to ?? from + 1 + random.below(3000));
    return {
      what: `${part.length} bytes of ${other.name} from ${from} put in at ${at}`,
      bytes: spliced(
        bytes,
        at,
        random.chance(0.5) ? at : Math.min(bytes.length, at + part.length),
        part,
        false,
      ),
    };
  };
}

/** As stdatamodels has it: a table of one row and one column of bytes. */
function insideFits(file: Uint8Array): Uint8Array {
  const cards = [
    ...extensionCards('BINTABLE', 8, [file.length, 1]),
    ...[card('TFIELDS', 1), card('TFORM1', `${file.length}B`), card('TTYPE1', 'ASDF_METADATA')],
    card('EXTNAME', 'ASDF'),
  ];
  const image = [...extensionCards('IMAGE', 16, [4, 3]), card('EXTNAME', 'SCI'), card('EXTVER', 1)];
  return concat(
    headerBytes([...primaryCards(8, []), card('EXTEND', true)]),
    headerBytes(image),
    padToBlock(Uint8Array.from({ length: 24 }, (_, i) => i)),
    headerBytes(cards),
    padToBlock(file),
  );
}
