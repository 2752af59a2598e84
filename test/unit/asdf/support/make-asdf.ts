import { createHash } from 'node:crypto';
import { MemorySource } from '../../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../../src/core/bytes/span-reader';

/** A block of a file made for a test; what is left out is as it should be. */
export interface BlockParts {
  readonly data?: Uint8Array;
  readonly magic?: string;
  readonly headerSize?: number;
  readonly flags?: number;
  readonly compression?: string;
  readonly allocated?: bigint;
  readonly used?: bigint;
  readonly size?: bigint;
  readonly checksum?: Uint8Array;
}

export const DIRECTIVES = '%YAML 1.1\n%TAG ! tag:stsci.edu:asdf/\n---\n';
export const HEADER = '#ASDF 1.0.0\n#ASDF_STANDARD 1.6.0\n';

export function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

export function tree(yaml: string): Uint8Array {
  return text(`${HEADER}${DIRECTIVES}${yaml}...\n`);
}

export function bytes(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** ASDF standard 1.6, "Block header". */
export function block(parts: BlockParts = {}): Uint8Array {
  const { data = Uint8Array.of(1, 2, 3, 4), headerSize = 48 } = parts;
  const length = BigInt(data.length);
  const header = Buffer.alloc(6 + Math.max(headerSize, 48));
  header.write(parts.magic ?? '\xd3BLK', 0, 'latin1');
  header.writeUInt16BE(headerSize, 4);
  header.writeUInt32BE(parts.flags ?? 0, 6);
  header.write(parts.compression ?? '', 10, 'latin1');
  header.writeBigUInt64BE(parts.allocated ?? length, 14);
  header.writeBigUInt64BE(parts.used ?? length, 22);
  header.writeBigUInt64BE(parts.size ?? length, 30);
  header.set(parts.checksum ?? createHash('md5').update(data).digest(), 38);
  return bytes(header, data);
}

export function index(...offsets: readonly (number | string)[]): Uint8Array {
  const lines = offsets.map((offset) => `- ${offset}\n`).join('');
  return text(`#ASDF BLOCK INDEX\n%YAML 1.1\n---\n${lines}...\n`);
}

/** Where parts begin that follow each other from `start` on. */
export function offsetsOf(start: number, parts: readonly Uint8Array[]): number[] {
  let at = start;
  return parts.map(({ length }) => (at += length) - length);
}

/** A file with a right index. */
export function indexed(yaml: string, ...blocks: readonly Uint8Array[]): Uint8Array {
  const start = tree(yaml);
  return bytes(start, ...blocks, index(...offsetsOf(start.length, blocks)));
}

export function readerOf(content: Uint8Array): SpanReader {
  return new SpanReader(new MemorySource('test.asdf', content), { local: true });
}
