import type * as vscode from 'vscode';
import type { BlockCache } from '../core/bytes/block-cache';
import type { HttpClient } from '../core/bytes/http';
import type { HttpSourceOptions } from '../core/bytes/http-source';
import type { Meter } from '../core/bytes/meter';
import type { ByteReader } from '../core/bytes/reader';
import type { ChosenRows } from './catalogs-sky/chosen-rows';
import type { OpenDocuments } from './editors/open-documents';
import type { RememberedViews } from './remembered-views';
import type { TableFormat } from '../protocol/table';
import type { ExportOptions, TablePieces } from './write-table';

/** An object opened for reading, whatever its scheme. */
export interface OpenedObject {
  /** What people call it (`s3://…`, a link without its query, a path). */
  readonly label: string;
  readonly reader: ByteReader;
  /** The file of this machine that is read instead of the object, of which it is a whole download. */
  readonly copy?: string | undefined;
  /** Opens the object anew, after it changed under us. */
  reopen(): Promise<OpenedObject>;
  close(): Promise<void>;
}

export type OpenObjectOptions = Pick<HttpSourceOptions, 'known'>;

/** What the editors, views and commands share. Made once by `activate`, cheap to make. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  /** Everything read in this session of the editor. */
  readonly session: Meter;
  /** The log channel "Skybucket", one line a request. */
  readonly log: vscode.LogOutputChannel;
  readonly http: HttpClient;
  readonly cache: BlockCache;
  /** What viewers showed of their documents. */
  readonly views: RememberedViews;
  /** The documents that are open in viewers. */
  readonly documents: OpenDocuments;
  /** The rows that are chosen of each result of a catalogue. */
  readonly chosen: ChosenRows;

  /**
   * Opens a `file:`, `skybucket:` or foreign-scheme URI. Foreign schemes are read whole through
   * `workspace.fs` up to 64 MB, above that with `too-large`.
   *
   * @param options what a listing has said of the object of a `skybucket:` URI, which spares a request
   */
  open(uri: vscode.Uri, options?: OpenObjectOptions): Promise<OpenedObject>;

  /**
   * Opens a file that another one refers to, by the URI as it stands there; see `otherUri`.
   *
   * @throws SkybucketError `bad-address` for one that may not be followed.
   */
  openOther(from: vscode.Uri, reference: string): Promise<OpenedObject>;

  /** Downloads one object to the workspace with progress, as the command of the tree does. */
  download(uri: vscode.Uri): Promise<void>;

  /** Asks where to write a PNG and writes it; false where the user chose nowhere. */
  exportPng(name: string, data: Uint8Array): Promise<boolean>;

  /** Asks where to write a table and writes it; false where the user chose nowhere. */
  exportTable(
    name: string,
    format: TableFormat,
    pieces: TablePieces,
    options: ExportOptions,
  ): Promise<boolean>;

  /** Keeps a cutout among the files of the extension, and opens it in an editor of its own. */
  openCutout(name: string, data: Uint8Array): Promise<void>;

  /** Asks where to write a cutout and writes it; false where the user chose nowhere. */
  saveCutout(name: string, data: Uint8Array): Promise<boolean>;

  /** Asks for a region file and reads it; null where the user chose none. */
  openRegions(): Promise<{ readonly name: string; readonly text: string } | null>;

  /** Asks where to write a region file and writes it; false where the user chose nowhere. */
  saveRegions(name: string, text: string): Promise<boolean>;

  /**
   * Shows the meter of the active viewer in the status bar, or hides it (`undefined`).
   *
   * Of a document that is read from a local copy, `copy` says where that is.
   *
   * @param by the kind of viewer; left out: that of images
   */
  showMeter(
    document:
      | {
          readonly meter: Meter;
          readonly size: number | undefined;
          readonly copy?: string | undefined;
        }
      | undefined,
    by?: string,
  ): void;
}
