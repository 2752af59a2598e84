import type { ByteReader } from '../bytes/reader';
import type { Span } from '../bytes/source';
import type { BlockDirectory } from './block';
import type { AsdfNode } from './node';

/** An ASDF file whose tree has been read; its blocks are read when they are asked for. */
export interface AsdfFile {
  /** The bytes of the ASDF file, from its header on (of an embedded one, those of its HDU). */
  readonly reader: ByteReader;
  /** Of the file format, `1.0.0`. */
  readonly formatVersion: string;
  /** `1.6.0`; undefined where no comment says so. */
  readonly standardVersion: string | undefined;
  /** Undefined for a file without a tree. */
  readonly tree: AsdfNode | undefined;
  readonly treeSpan: Span | undefined;
  readonly blocks: BlockDirectory;
  /** What was odd and was read all the same, one sentence each. */
  readonly warnings: readonly string[];
}
