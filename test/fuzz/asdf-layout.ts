/**
 * Where the parts of an ASDF file are: found by looking for what they begin with, so that the changes do
 * not depend on the reader they are to test, and also fit a file that was changed before or is inside of
 * another.
 */

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** `from` is where its magic token is. */
export interface BlockRange extends Range {
  /** Where its data begin. */
  readonly data: number;
  /** Four characters, the last of them may be zero. */
  readonly label: string;
}

export interface AsdfLayout {
  /** From the line after `---` to the line `...`. */
  readonly tree: Range;
  readonly blocks: readonly BlockRange[];
  readonly index: Range | undefined;
}

/** Length of a block header of the usual size, with its magic token and size. */
export const BLOCK_HEADER = 54;

export function layoutOf(bytes: Uint8Array): AsdfLayout {
  const text = latin1(bytes);
  const start = text.indexOf('\n---');
  const from = start < 0 ? text.length : lineEnd(text, start + 1);
  const dots = text.indexOf('\n...', Math.max(0, from - 1));
  const indexAt = text.lastIndexOf('#ASDF BLOCK INDEX');
  const starts: number[] = [];
  for (let at = text.indexOf('\xd3BLK'); at >= 0; at = text.indexOf('\xd3BLK', at + 4)) {
    starts.push(at);
  }
  const blocksEnd = indexAt < 0 ? text.length : indexAt;
  const blocks = starts.map((at, i): BlockRange => {
    const size = ((bytes[at + 4] ?? 0) << 8) | (bytes[at + 5] ?? 0);
    const to = Math.max(at, Math.min(starts[i + 1] ?? blocksEnd, text.length));
    const data = Math.min(at + 6 + size, to);
    return { from: at, data, to, label: text.slice(at + 10, at + 14) };
  });
  const treeEnd = dots >= 0 ? dots + 1 : (starts[0] ?? text.length);
  return {
    tree: { from: Math.min(from, treeEnd), to: treeEnd },
    blocks,
    index: indexAt < 0 ? undefined : { from: indexAt, to: text.length },
  };
}

export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/** Where the next line begins. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}
