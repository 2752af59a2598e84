import type { ProductAddress, SearchRow } from '../../../src/protocol/search';
import type { Trouble } from '../../image/host';
import { troubleOf } from '../../image/host';
import type { ContextMenuItem } from '../../ui/context-menu';
import { ADDRESSES } from '../products/product-words';
import type { SearchHost } from '../search-host';

export interface RowTold {
  /** Something was done, for people. */
  onSay(words: string): void;
  onTrouble(trouble: Trouble): void;
  onCopyPython(row: number): void;
}

/** What is done with a row of the table: with the product it is mostly looked at for. */
export class RowActions {
  readonly #host: SearchHost;
  readonly #told: RowTold;

  constructor(host: SearchHost, told: RowTold) {
    this.#host = host;
    this.#told = told;
  }

  open(row: number): void {
    this.#told.onSay('Opening…');
    void this.#do(async () => {
      await this.#host.request('openProduct', { row });
    });
  }

  download(row: number): void {
    void this.#do(async () => {
      await this.#host.request('downloadProducts', { row });
    });
  }

  copy(row: number, address: ProductAddress): void {
    void this.#do(async () => {
      const asked: SearchRow & { address: ProductAddress } = { row, address };
      const { copied } = await this.#host.request('copyProducts', asked);
      const what = ADDRESSES[address];
      this.#told.onSay(
        copied === 0 ? `The main product of this row has no ${what}.` : `Copied the ${what}.`,
      );
    });
  }

  copyPython(row: number): void {
    this.#told.onCopyPython(row);
  }

  async #do(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined) {
        this.#told.onTrouble(trouble);
      }
    }
  }
}

/** The menu of a row. */
export function rowItems(row: number, actions: RowActions): readonly ContextMenuItem[] {
  const copy = (address: ProductAddress, apart = false): ContextMenuItem => ({
    label: `Copy ${ADDRESSES[address]}`,
    apart,
    onChoose: () => actions.copy(row, address),
  });
  return [
    { label: 'Open in viewer', icon: 'enlarge', onChoose: () => actions.open(row) },
    { label: 'Download', icon: 'download', onChoose: () => actions.download(row) },
    ...[copy('s3', true), copy('url'), copy('dataUri')],
    { label: 'Copy as Python', onChoose: () => actions.copyPython(row) },
  ];
}
