import * as vscode from 'vscode';
import { SkybucketError } from '../../core/errors';
import type { SearchProduct } from '../searches/product';
import { productS3Uri, productUri, productUrl, reasonOf } from '../searches/product-address';
import { visibleName } from '../views/display';
import { placeOf, type ProductNode, type RowNode } from '../views/searches-nodes';
import { inSearchesView } from '../views/searches-progress';
import type { CommandContext } from './context';
import { openUri } from './open';
import { copyText } from './search';

/** Commands on products, and on rows for the product they are mostly looked at for. */

const { l10n } = vscode;
type Target = RowNode | ProductNode;

export async function openProduct(context: CommandContext, node: Target): Promise<void> {
  const product = await located(context, node);
  await openUri(productUri(context.host, product), product.name, { preview: true });
}

export async function downloadProduct(context: CommandContext, node: Target): Promise<void> {
  const product = await located(context, node);
  await context.host.download(productUri(context.host, product, 'read'));
}

export async function copyProductS3Uri(context: CommandContext, node: Target): Promise<void> {
  const product = await located(context, node);
  const uri = productS3Uri(product);
  if (uri === undefined) {
    throw noAddress(product, l10n.t('no S3 URI'));
  }
  await copyText(uri);
}

export async function copyProductUrl(context: CommandContext, node: Target): Promise<void> {
  const product = await located(context, node);
  const url = productUrl(context.host, product);
  if (url === undefined) {
    throw noAddress(product, l10n.t('no URL'));
  }
  await copyText(url);
}

export async function copyProductDataUri(context: CommandContext, node: Target): Promise<void> {
  const product = await located(context, node);
  if (product.dataUri === undefined) {
    throw noAddress(product, l10n.t('no data URI'));
  }
  await copyText(product.dataUri);
}

/** Of a row the search and its products; of a product how it is opened. */
export async function copyProductPython(context: CommandContext, node: Target): Promise<void> {
  const { products } = await context.host.searching();
  if (node.kind === 'row') {
    await copyText(await products.asPython(placeOf(node), context.searches.filtersOf(node)));
    return;
  }
  const product = await located(context, node);
  const place = product.place?.kind === 'cloud' ? product.place : undefined;
  const { openAsPython } = await import('../../core/searches/product-python');
  const python = openAsPython(product.name, {
    s3: productS3Uri(product),
    region: place?.region,
    web: product.web,
  });
  if (python === '') {
    throw noAddress(product, l10n.t('no address'));
  }
  await copyText(python);
}

/** The product with its place, which is looked up where it is not known. */
async function located({ host }: CommandContext, node: Target): Promise<SearchProduct> {
  const { products } = await host.searching();
  const row = placeOf(node);
  const name = visibleName(node.kind === 'row' ? node.label.label : node.product.name);
  return inSearchesView(l10n.t('Looking for {0}', name), async (signal) => {
    if (node.kind === 'row') {
      return products.main(row, { signal });
    }
    const { id } = node.product;
    const { science, auxiliary } = await products.locate(row, [id], { signal });
    return [...science, ...auxiliary].find((product) => product.id === id) ?? node.product;
  });
}

function noAddress(product: SearchProduct, what: string): SkybucketError {
  const why = reasonOf(product);
  const reason = why === '' ? '' : `: ${why}`;
  return new SkybucketError('not-found', `“${product.name}” has ${what}${reason}.`);
}
