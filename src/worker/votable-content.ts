import { piecesOf } from '../core/bytes/pieces';
import type { ByteReader } from '../core/bytes/reader';
import type { ReadOptions } from '../core/bytes/source';
import type { CutoutSource } from '../core/cutout/cutout-source';
import { SkybucketError } from '../core/errors';
import type { CelestialFrame } from '../core/sky/wcs';
import type { Table, TableOptions } from '../core/table/table';
import type { VoDocument, VoTable } from '../core/votable/document';
import { frameOfTable } from '../core/votable/frame';
import { readVoTable } from '../core/votable/read-votable';
import type { ChecksumReply, HeaderReply, MaskReply } from '../protocol/methods';
import { boundedWarnings } from './bounded-warnings';
import type { Content, FoundWcs, PartImage, Parts, TreeContent } from './content';
import { KeptTask } from './kept-task';
import type { OtherFiles } from './other-files';
import type { WorkerTools } from './tools';
import { documentCards, tableCards } from './votable-cards';
import { documentLine, firstTable, tableLine } from './votable-lines';

/** The document and the tables of a VOTable file, which is read as a whole, once. */
export class VoTableContent implements Content {
  readonly format = 'VOTable';
  private document: VoDocument | undefined;
  private readonly reading = new KeptTask((options) => this.read(options));

  constructor(
    private readonly reader: ByteReader,
    private readonly tools: WorkerTools,
    private readonly others: OtherFiles,
  ) {}

  async *find(options: ReadOptions): AsyncGenerator<{ count: number; more: boolean }> {
    const { tables } = await this.reading.get(options);
    yield { count: tables.length + 1, more: false };
  }

  parts(): Parts {
    const { document } = this;
    if (document === undefined) {
      return { lines: [], warnings: [], first: undefined };
    }
    return {
      lines: [
        documentLine(document),
        ...document.tables.map((table, i) => tableLine(table, i + 1)),
      ],
      warnings: [...statusWarnings(document), ...document.warnings],
      first: firstTable(document),
    };
  }

  async header(part: number, _stored: boolean, options: ReadOptions): Promise<HeaderReply> {
    const document = await this.reading.get(options);
    const table = part === 0 ? undefined : await this.tableAt(part, options);
    return {
      cards: table === undefined ? documentCards(document) : tableCards(table),
      warnings: boundedWarnings(table?.warnings ?? []),
      ...{ restored: false, bytesToCheck: 0 },
    };
  }

  async checksum(): Promise<ChecksumReply> {
    const text = 'A VOTable has no checksum, so there is nothing to check.';
    return { datasum: 'absent', checksum: 'absent', text };
  }

  async table(part: number, options: TableOptions): Promise<Table> {
    const table = await this.tableAt(part, options);
    if (table.columns.length === 0) {
      throw new SkybucketError('unsupported', table.cut ?? 'This table has no fields.');
    }
    return table;
  }

  async tableFrame(part: number, options: ReadOptions): Promise<CelestialFrame | undefined> {
    const document = await this.reading.get(options);
    return frameOfTable(document, await this.tableAt(part, options));
  }

  image(): Promise<PartImage> {
    return noImage();
  }

  cutoutSource(): Promise<CutoutSource> {
    return noImage();
  }

  async wcs(): Promise<FoundWcs> {
    return undefined;
  }

  async mask(): Promise<MaskReply | undefined> {
    return undefined;
  }

  async tree(): Promise<TreeContent> {
    throw new SkybucketError('unsupported', 'A VOTable has no tree of ASDF.');
  }

  async agree(): Promise<void> {
    // It has been read as a whole.
  }

  private async tableAt(part: number, options: ReadOptions): Promise<VoTable> {
    const { tables } = await this.reading.get(options);
    const table = tables[part - 1];
    if (table === undefined) {
      throw part === 0
        ? new SkybucketError('unsupported', 'The document is no table.')
        : new SkybucketError('not-found', `There is no table ${part} among the ${tables.length}.`);
    }
    return table;
  }

  private async read(options: ReadOptions): Promise<VoDocument> {
    const length = await this.reader.size(options);
    const pieces = piecesOf(this.reader, { offset: 0, length }, options);
    const open = async (
      href: string,
      { signal }: { readonly signal?: AbortSignal | undefined },
    ): Promise<AsyncIterable<Uint8Array>> => {
      const given = { ...options, signal };
      const other = await this.others.open(href, given);
      return piecesOf(other, { offset: 0, length: await other.size(given) }, given);
    };
    const { inflate } = this.tools;
    const { signal } = options;
    this.document = await readVoTable(pieces, { signal, open, inflate });
    return this.document;
  }
}

/** What the service says that is not as it should be. */
function statusWarnings({ status: { kind, message } }: VoDocument): string[] {
  const words = message === undefined ? '' : `: ${message.replace(/\s+/g, ' ').slice(0, 1000)}`;
  switch (kind) {
    case 'ok':
      return [];
    case 'overflow':
      return [`The service had more rows than it sent${words}`];
    case 'error':
      return [`The service answered with an error${words}`];
  }
}

async function noImage(): Promise<never> {
  throw new SkybucketError('unsupported', 'A VOTable holds tables and no image.');
}
