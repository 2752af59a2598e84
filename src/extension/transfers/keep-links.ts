import type { QueueContent, QueueStore } from '../../core/transfer/queue';
import { addressOf } from '../../core/transfer/remote-s3';
import type { TransferBatch, TransferFile, TransferState } from '../../core/transfer/transfer';
import type { LinkStore } from '../links';

type Links = Pick<LinkStore, 'add' | 'harmlessUrl'>;

/**
 * A queue that lasts, with the links of its files: addresses have only ids of links, of which the editor remembers the
 * last few hundred, and a queue may hold thousands. A link that may be a right to read is not written down.
 */
export class LinkKeepingStore implements QueueStore {
  constructor(
    private readonly store: Required<QueueStore>,
    private readonly links: Links,
  ) {}

  async adopt(): Promise<QueueContent> {
    return this.known(await this.store.adopt());
  }

  onLost(listener: () => void): () => void {
    return this.store.onLost(listener);
  }

  async read(): Promise<QueueContent> {
    return this.known(await this.store.read());
  }

  add(batch: TransferBatch, files: readonly TransferFile[]): Promise<void> {
    return this.store.add(
      batch,
      files.map((file) => this.withLink(file)),
    );
  }

  setState(id: string, state: TransferState): Promise<void> {
    return this.store.setState(id, state);
  }

  setOrder(ids: readonly string[]): Promise<void> {
    return this.store.setOrder(ids);
  }

  removeFiles(ids: readonly string[]): Promise<void> {
    return this.store.removeFiles(ids);
  }

  leave(ids: readonly string[]): Promise<void> {
    return this.store.leave(ids);
  }

  close(): Promise<void> {
    return this.store.close();
  }

  private withLink(file: TransferFile): TransferFile {
    const id = linkOf(file.address);
    const link = id === undefined ? undefined : this.links.harmlessUrl(id);
    return link === undefined ? file : { ...file, link };
  }

  private known(content: QueueContent): QueueContent {
    content.files.forEach(({ file }) => this.learn(file));
    return content;
  }

  private learn({ address, link }: TransferFile): void {
    if (link !== undefined && linkOf(address) !== undefined && URL.canParse(link)) {
      this.links.add(link, 'queued');
    }
  }
}

/** The id of the link that an address is of; undefined for others. */
function linkOf(address: string): string | undefined {
  try {
    const read = addressOf(address);
    return read.kind === 'link' ? read.id : undefined;
  } catch {
    // It says what is wrong with it when it is to be downloaded.
    return undefined;
  }
}
