import type { Span } from '../core/bytes/source';
import type { CutoutMethods } from '../protocol/cutout';
import type { MarkerMethods } from '../protocol/markers';
import type { HostMethods } from '../protocol/methods';
import type { PositionMethods } from '../protocol/position';
import type { RegionMethods } from '../protocol/region';
import type { SearchMethods } from '../protocol/search';
import type { SkyMethods } from '../protocol/sky';
import type { TableMethods, TableRef } from '../protocol/table';
import type { TreeMethods } from '../protocol/tree';
import type { WireError } from '../protocol/wire';

/** host → worker: the methods of the viewer that are answered from the bytes of its file. */
export type ImageMethods = Pick<
  HostMethods,
  | 'structure'
  | 'header'
  | 'checksum'
  | 'agree'
  | 'plane'
  | 'tile'
  | 'line'
  | 'value'
  | 'histogram'
  | 'statistics'
  | 'pixels'
> &
  TableQuestions &
  TreeMethods &
  PositionMethods &
  SkyQuestions &
  Omit<RegionMethods, 'openRegions' | 'saveRegions'> &
  CutoutQuestions &
  FootprintQuestions &
  Pick<MarkerMethods, 'guessMarkers' | 'markers'> & {
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
  csv: TablePiece;
  /** The same as a VOTable with its rows as TABLEDATA. */
  votable: TablePiece;
  /** The same as ECSV 1.0. */
  ecsv: TablePiece;
  /**
   * The next piece of a FITS file with the rows as a binary table. It has to be asked for in turn, and before the last
   * one `to` only says how far it is.
   */
  fits: TablePiece;
  /** The same of a Parquet file. */
  parquet: TablePiece;
};

/** With `names`, what stands before the rows goes first; what stands behind them follows the last. */
type TablePiece = [
  params: TableRef & {
    from: number;
    columns: readonly number[];
    names: boolean;
    /** Tells the files apart that are written at the same time. */
    writing?: string | undefined;
  },
  result: { readonly bytes: Uint8Array; readonly to: number; readonly rows: number },
  progress: never,
];

/** Where the name of an object leads; the network is the host's. */
export interface NamedPlace {
  readonly name: string;
  /** Who says so: `Sesame (SIMBAD)`. */
  readonly by: string;
  /** Degrees, ICRS. */
  readonly longitude: number;
  readonly latitude: number;
}

/** What is asked about the sky. */
export type SkyQuestions = Omit<SkyMethods, 'findPlace'> & {
  /** The result is null for a text that is neither a coordinate nor a pixel: it may be a name. */
  findPlace: [
    params: SkyMethods['findPlace'][0] & { readonly named?: NamedPlace | undefined },
    result: SkyMethods['findPlace'][1] | null,
    progress: never,
  ];
};

/** What is asked about cutouts; the centre has been found. */
export type CutoutQuestions = Pick<CutoutMethods, 'planCutout'> & {
  /** A FITS file of the cutout. */
  cutout: [
    params: CutoutMethods['openCutout'][0],
    result: CutoutMethods['openCutout'][1] & { readonly name: string; readonly bytes: Uint8Array },
    progress: { done: number },
  ];
};

/** What is asked about tables of observations. */
export interface FootprintQuestions {
  /** See `SearchMethods`. */
  footprints: [
    params: { readonly hdu: number },
    result: SearchMethods['footprints'][1],
    progress: SearchMethods['footprints'][2],
  ];
}

/** One of the files that {@link ReaderMethods.openOther} opened; left out: the one the worker is for. */
interface WhichFile {
  readonly file?: number | undefined;
}

/** worker → host: where the bytes come from. */
export interface ReaderMethods {
  size: [params: WhichFile, result: { readonly size: number }, progress: never];
  /** Each span arrives in one of the reports, as `ByteReader.readSpans` has it. */
  read: [params: WhichFile & { readonly spans: readonly Span[] }, result: null, progress: Arrivals];
  /**
   * Opens a file that this one refers to, by the URI as it stands there. Fails as `bad-address` for one that
   * may not be followed, as `too-large` for more files than can be open at once. It is closed with this one.
   */
  openOther: [
    params: { readonly uri: string },
    result: { readonly file: number; readonly label: string; readonly local: boolean },
    progress: never,
  ];
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
