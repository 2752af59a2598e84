import type * as vscode from 'vscode';
import { SkybucketError } from '../../core/errors';
import type { HduLine } from '../../protocol/methods';
import type { OpenDocument, OpenDocuments, OpenEntry } from '../editors/open-documents';
import type { Services } from '../services';

/** A kept result as others need it. */
export interface OverlayResult {
  readonly id: string;
  readonly title: string;
  readonly rows: number;
  /** Its Parquet file. */
  readonly uri: vscode.Uri;
}

export interface ResultOverlaysNeeds extends Pick<Services, 'open'> {
  readonly documents: Pick<OpenDocuments, 'add'>;
}

/** Where the rows of a Parquet file are, beside its header. */
export const PARQUET_TABLE = 1;

interface Known {
  /** The file and its rows: another one is another document. */
  readonly of: string;
  readonly document: { title: string };
  readonly entry: OpenEntry;
}

/** Lists kept results among the tables that can be laid over an image. */
export class ResultOverlays implements vscode.Disposable {
  private readonly known = new Map<string, Known>();

  /** @param showRow shows a row of a result in its panel, which is opened where it is not. */
  constructor(
    private readonly needs: ResultOverlaysNeeds,
    private readonly showRow: (result: string, row: number) => void,
  ) {}

  /** These are kept now. */
  update(results: readonly OverlayResult[]): void {
    const ids = new Set(results.map(({ id }) => id));
    for (const [id, { entry }] of this.known) {
      if (!ids.has(id)) {
        entry.remove();
        this.known.delete(id);
      }
    }
    results.forEach((result) => this.keep(result));
  }

  dispose(): void {
    this.update([]);
  }

  private keep(result: OverlayResult): void {
    const { id, title, uri } = result;
    const of = `${result.rows}\n${uri.toString()}`;
    const before = this.known.get(id);
    if (before?.of === of) {
      // Images on which it lies go on to read it.
      if (before.document.title !== title) {
        before.document.title = title;
        before.entry.retitled();
      }
      return;
    }
    before?.entry.remove();
    const document = {
      ...{ title, result: id },
      open: () => this.needs.open(uri),
      openOther: () =>
        Promise.reject(new SkybucketError('unsupported', 'A result refers to no other file.')),
      broadcast: () => undefined,
      showRow: ({ row }: { readonly row: number }) => this.showRow(id, row),
    } satisfies OpenDocument;
    const entry = this.needs.documents.add(document);
    entry.learn([lineOf(result)]);
    this.known.set(id, { of, document, entry });
  }
}

function lineOf({ rows }: OverlayResult): HduLine {
  return {
    ...{ index: PARQUET_TABLE, name: 'rows', version: 1, type: 'Parquet', cards: 0 },
    ...{ dimensions: `${rows}R`, format: '' },
    picture: { reason: 'It is a table.' },
    ...{ table: true, line: false },
  };
}
