import * as vscode from 'vscode';
import { SkybucketError } from '../../core/errors';
import type { Layout } from '../../core/transfer/layout';
import { countOf, formatBytes } from '../../protocol/figures';
import { filteredProducts } from '../searches/filtered-products';
import type { RowProducts, SearchProduct } from '../searches/product';
import { productUri, reasonOf } from '../searches/product-address';
import type { Host } from '../host';
import { downloadTogether } from '../transfers/together';
import type { WantedTransfer } from '../transfers/wanted';
import { documentName } from '../uris';
import { escapeLinks, visibleName } from '../views/display';
import { placeOf, type RowNode } from '../views/searches-nodes';
import { inSearchesView } from '../views/searches-progress';
import type { CommandContext } from './context';

/** Downloads many files of a row at once. */

const { l10n } = vscode;

interface Offer extends vscode.QuickPickItem {
  readonly files: readonly SearchProduct[];
}

/** All in one folder. */
export function downloadProducts(context: CommandContext, node: RowNode): Promise<void> {
  return chooseProducts(context, node, 'flat');
}

/** In the folders that astroquery makes: `mastDownload/<collection>/<observation>`. */
export function downloadProductsMast(context: CommandContext, node: RowNode): Promise<void> {
  return chooseProducts(context, node, 'mastDownload');
}

async function chooseProducts(
  context: CommandContext,
  node: RowNode,
  layout: Layout,
): Promise<void> {
  const { host, searches } = context;
  const { products } = await host.searching();
  const row = placeOf(node);
  const name = visibleName(node.label.label);
  const found = await inSearchesView(l10n.t('Listing the files of {0}', name), (signal) =>
    products.list(row, { signal }),
  );
  const filters = searches.filtersOf(node);
  const offers = offersOf(found, filters && filteredProducts(found, filters));
  if (offers.length === 0) {
    throw new SkybucketError('not-found', l10n.t('This row has no files.'));
  }
  const chosen = await vscode.window.showQuickPick(offers, {
    title: l10n.t('Download the Files of {0}', name),
    placeHolder: l10n.t('Other files? “Filter Products…” chooses among them.'),
  });
  if (chosen === undefined) {
    return;
  }
  const ids = new Set(chosen.files.map(({ id }) => id));
  const located = await inSearchesView(l10n.t('Looking for the files of {0}', name), (signal) =>
    products.locate(row, [...ids], { signal }),
  );
  const files = [...located.science, ...located.auxiliary].filter(({ id }) => ids.has(id));
  const readable = files.filter(isReadable);
  const [unreadable] = files.filter((file) => !isReadable(file));
  if (unreadable !== undefined) {
    void vscode.window.showWarningMessage(
      escapeLinks(
        l10n.t(
          '{0} cannot be downloaded. {1}: {2}.',
          ...[countOf(files.length - readable.length, 'file')],
          ...[visibleName(unreadable.name), reasonOf(unreadable)],
        ),
      ),
    );
  }
  if (readable.length > 0) {
    await queueProducts(host, node.label.label, readable, layout);
  }
}

async function queueProducts(
  host: Host,
  label: string,
  products: readonly SearchProduct[],
  layout: Layout,
): Promise<void> {
  if (layout === 'mastDownload' && products.some(({ observation }) => observation === undefined)) {
    throw new SkybucketError(
      'unsupported',
      l10n.t('Only files that MAST lists by observation can be laid out as astroquery does it.'),
      { hint: l10n.t('“Download Files…” puts them into one folder.') },
    );
  }
  const files = products.map((product): WantedTransfer => ({
    ...{ address: documentName(productUri(host, product)), path: product.name, size: product.size },
    ...{ collection: product.observation?.collection, observation: product.observation?.id },
  }));
  await downloadTogether(host, label, files, layout);
}

/** What the filter leaves, the science, all: those of them that are different, the narrowest first. */
function offersOf(all: RowProducts, filtered: RowProducts | undefined): readonly Offer[] {
  const { science, auxiliary } = all;
  const offers = [
    ...(filtered === undefined
      ? []
      : [offer(l10n.t('What the filter leaves'), [...filtered.science, ...filtered.auxiliary])]),
    offer(l10n.t('Science files'), science),
    offer(l10n.t('All files'), [...science, ...auxiliary]),
  ];
  return offers.filter(
    ({ files }, index) =>
      files.length > 0 && offers.findIndex((one) => isSame(one.files, files)) === index,
  );
}

function isSame(a: readonly SearchProduct[], b: readonly SearchProduct[]): boolean {
  return a.length === b.length && a.every(({ id }, index) => id === b[index]?.id);
}

function offer(label: string, files: readonly SearchProduct[]): Offer {
  const bytes = formatBytes(files.reduce((sum, { size = 0 }) => sum + size, 0));
  const more = files.some(({ size }) => size === undefined);
  const size = more ? l10n.t('{0} and more', bytes) : bytes;
  return { label, description: `${countOf(files.length, 'file')} · ${size}`, files };
}

function isReadable({ place, web }: SearchProduct): boolean {
  return place?.kind === 'cloud' || web !== undefined;
}
