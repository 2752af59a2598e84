import type { Span } from '../core/bytes/source';
import type { HostMethods } from '../protocol/methods';
import type { TableMethods, TableRef } from '../protocol/table';
import type { WireError } from '../protocol/wire';

/** host → worker: the methods of the viewer that are answered from the bytes of its file. */
export type ImageMethods = Pick<
  HostMethods,
  | 'structure'
  | 'header'
  | 'checksum'
  | 'plane'
  | 'tile'
  | 'line'
  | 'value'
  | 'histogram'
  | 'statistics'
  | 'pixels'
> &
  TableQuestions & {
    /** `budget` is the most bytes it may read of a file that is not at hand. */
    overview: [
      params: HostMethods['overview'][0] & { readonly budget?: number | undefined },
      result: HostMethods['overview'][1],
      progress: HostMethods['overview'][2],
    ];
  };

/** What is asked about tables. The host writes files; the rows of one come in pieces. */
export type TableQuestions = Omit<TableMethods, 'exportTable'> & {
  /** Rows of a view as CSV (RFC 4180, UTF-8), as many as make a piece of some hundred kB. */
  csv: [
    params: TableRef & { from: number; columns: readonly number[]; names: boolean },
    result: { readonly bytes: Uint8Array; readonly to: number; readonly rows: number },
    progress: never,
  ];
};

/** worker → host: where the bytes come from. */
export interface ReaderMethods {
  size: [params: Record<string, never>, result: { readonly size: number }, progress: never];
  /** Each span arrives in one of the reports, as `ByteReader.readSpans` has it. */
  read: [params: { readonly spans: readonly Span[] }, result: null, progress: Arrivals];
}

/** Spans that were settled within one turn. */
export interface Arrivals {
  /** Positions in `spans` of those whose bytes are in. */
  readonly arrived: readonly number[];
  /** Their bytes, one after the other. */
  readonly bytes: Uint8Array;
  readonly failed: readonly { readonly index: number; readonly error: WireError }[];
}

/** host → worker: once, before anything is asked. */
export interface ReaderEvents {
  /**
   * What is to be read: the name people call it, whether every byte is at hand, and the folder for
   * temporary files.
   */
  file: { readonly label: string; readonly local: boolean; readonly temporary: string };
}
