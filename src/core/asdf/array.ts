import type { AsdfNode, NodePath } from './node';

/** Datatypes of `core/ndarray` with a size; `float16` since 1.1.0. */
export type ScalarDatatype =
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'float16'
  | 'float32'
  | 'float64'
  | 'complex64'
  | 'complex128'
  | 'bool8';

/** `ascii` has a byte a character, `ucs4` four. */
export interface TextDatatype {
  readonly text: 'ascii' | 'ucs4';
  readonly characters: number;
}

export interface Field {
  /** As the file has it, else `f0`, `f1`, … as numpy names them. */
  readonly name: string;
  readonly datatype: Datatype;
  readonly byteOrder: ByteOrder;
  /** Shape within one element, slowest axis first. */
  readonly shape: readonly number[];
}

export type Datatype = ScalarDatatype | TextDatatype | readonly Field[];
export type ByteOrder = 'big' | 'little';

/** Where the elements of an array are. */
export type ArraySource =
  /** In a block of the file: 0-based, negative from the end. */
  | { readonly kind: 'block'; readonly block: number }
  /** In the tree: nested sequences, in C order; null is a missing element. */
  | { readonly kind: 'inline'; readonly data: AsdfNode }
  /** In the first block of another ASDF file, as the file names it. */
  | { readonly kind: 'file'; readonly uri: string }
  /** In an HDU of the FITS file around this one: name and version, or 0-based number. */
  | {
      readonly kind: 'fits';
      readonly hdu: { readonly name: string; readonly version: number } | number;
    };

/** What the tree says of an array (`core/ndarray`, alone or inside of a Quantity). */
export interface ArrayInfo {
  readonly source: ArraySource;
  readonly datatype: Datatype;
  readonly byteOrder: ByteOrder;
  /** Slowest axis first, as numpy has it. `undefined` for the first of a streamed array (`*`): as many as there are. */
  readonly shape: readonly (number | undefined)[];
  /** Bytes from the start of the block. */
  readonly offset: number;
  /** Bytes from one element to the next along each axis, may be negative; undefined for C order. */
  readonly strides: readonly number[] | undefined;
  /** A value that stands for a missing element, or an array whose non-zero elements mark those; undefined where none is missing. */
  readonly mask: { readonly value: number | bigint } | { readonly array: ArrayInfo } | undefined;
  /** Of the Quantity it is wrapped in, or of a sibling that says so. */
  readonly unit: string | undefined;
}

/** An array of the tree. */
export interface ArrayEntry {
  readonly at: NodePath;
  /** `roman/data`. */
  readonly path: string;
  readonly node: AsdfNode;
  /** What it is, or one sentence on why it cannot be read. */
  readonly array: ArrayInfo | { readonly problem: string };
}
