import type { DatasetRef } from '../../core/catalogs/request/request';
import { isCancelled } from '../../core/errors';
import type { CatalogChoice, CatalogReply } from '../../protocol/catalog';
import type { CatalogWorker } from './catalog-worker';

export interface ShownDatasetNeeds {
  readonly worker: Pick<CatalogWorker, 'request' | 'generation'>;
  /** Another data set is about to take the place of the one that was there. */
  onLeave(): void;
  onChange(): void;
}

/** The data set that a panel is for: what is known of it, and whether the worker has it open. */
export class ShownDataset {
  /** Undefined for a panel of nothing. */
  ref: DatasetRef | undefined;
  /** Its columns: as it was opened, or as they were kept with a result. */
  known: CatalogReply | undefined;
  /** Why it could not be opened when that was tried last. */
  failure: unknown;
  /** What the worker has opened, and which worker that was. */
  private opened: { readonly key: string; readonly generation: number } | undefined;
  private opening:
    { readonly key: string; readonly reply: Promise<CatalogReply | CatalogChoice> } | undefined;

  constructor(private readonly needs: ShownDatasetNeeds) {}

  /** The worker knows it. */
  get isOpen(): boolean {
    return this.ref !== undefined && this.isOpened(keyOf(this.ref));
  }

  /** Puts a data set in the place of the one that was there, with nothing read of it. */
  place(ref: DatasetRef, known: CatalogReply | undefined): void {
    this.ref = ref;
    this.known = known;
    this.failure = undefined;
  }

  /**
   * Opens a data set in place of the one that was there. The same one that is being opened already is waited for.
   *
   * @throws SkybucketError what is wrong with it
   */
  open(ref: DatasetRef): Promise<CatalogReply | CatalogChoice> {
    const key = keyOf(ref);
    if (this.opening?.key === key) {
      return this.opening.reply;
    }
    if (this.ref === undefined || keyOf(this.ref) !== key) {
      this.needs.onLeave();
      this.place(ref, undefined);
    }
    this.failure = undefined;
    const reply = this.openNow(ref).finally(() => {
      if (this.opening?.reply === reply) {
        this.opening = undefined;
      }
    });
    this.opening = { key, reply };
    // Whoever asks next hears of it, and shows it; it is no unhandled failure.
    reply.catch(() => undefined);
    this.needs.onChange();
    return reply;
  }

  /** Opens it unless the worker has. @throws SkybucketError what is wrong with it */
  async ready(ref: DatasetRef): Promise<void> {
    if (!this.isOpened(keyOf(ref))) {
      await this.open(ref);
    }
  }

  private async openNow(ref: DatasetRef): Promise<CatalogReply | CatalogChoice> {
    const { worker, onChange } = this.needs;
    const isShown = (): boolean => this.ref !== undefined && keyOf(this.ref) === keyOf(ref);
    try {
      const reply = await worker.request('openCatalog', { dataset: ref });
      if (isShown()) {
        if ('columns' in reply) {
          this.ref = reply.dataset;
          this.known = reply;
        }
        this.opened = { key: keyOf(this.ref ?? ref), generation: worker.generation };
        onChange();
      }
      return reply;
    } catch (error) {
      if (isShown() && !isCancelled(error)) {
        this.failure = error;
        onChange();
      }
      throw error;
    }
  }

  private isOpened(key: string): boolean {
    return this.opened?.key === key && this.opened.generation === this.needs.worker.generation;
  }
}

function keyOf({ uri, part }: DatasetRef): string {
  return JSON.stringify([uri, part]);
}
