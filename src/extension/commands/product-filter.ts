import * as vscode from 'vscode';
import type { ProductFilters } from '../../core/archives/mast/product-filters';
import { sentence } from '../../core/errors';
import { isNoFilter, type ProductValue, valuesOfFiles } from '../../core/searches/product-choice';
import { filterText, readFilterText } from '../../core/searches/product-filter-text';
import { countOf } from '../../protocol/figures';
import type { SearchProduct } from '../searches/product';
import { escapeIcons, visibleName } from '../views/display';
import {
  type AuxiliaryNode,
  placeOf,
  type ProductNode,
  rowOf,
  type RowNode,
  type SearchLine,
} from '../views/searches-nodes';
import { inSearchesView } from '../views/searches-progress';
import type { CommandContext } from './context';

/** Shows only some of the files of the rows of a search. */

const { l10n } = vscode;

/** A value of a column, or (with an empty column) the recommended ones alone. */
interface Choice extends vscode.QuickPickItem {
  readonly column?: string;
  readonly value?: string;
}

const EXTENSION = 'extension';
const RECOMMENDED = '';

export async function filterProducts(
  context: CommandContext,
  node: RowNode | AuxiliaryNode | ProductNode | SearchLine,
): Promise<void> {
  const row = rowNodeOf(node);
  if (row === undefined) {
    return;
  }
  const { products } = await context.host.searching();
  const title = l10n.t('Listing the files of {0}', visibleName(row.label.label));
  const { science, auxiliary } = await inSearchesView(title, (signal) =>
    products.list(placeOf(row), { signal }),
  );
  const now = context.searches.filtersOf(row) ?? {};
  const filters = await askFilters([...science, ...auxiliary], now);
  if (filters !== undefined) {
    context.searches.setFilters(row, isNoFilter(filters) ? undefined : filters);
  }
}

export function clearProductFilter(
  { searches }: CommandContext,
  node: RowNode | AuxiliaryNode | ProductNode | SearchLine,
): void {
  searches.setFilters(node, undefined);
}

function rowNodeOf(node: RowNode | AuxiliaryNode | ProductNode | SearchLine): RowNode | undefined {
  if (node.kind === 'row' || node.kind === 'auxiliary' || node.kind === 'product') {
    return rowOf(node);
  }
  return node.parent.kind === 'row' ? node.parent : undefined;
}

/** A choice among the values that files have; what is more than that is written. */
async function askFilters(
  files: readonly SearchProduct[],
  now: ProductFilters,
): Promise<ProductFilters | undefined> {
  const items = choicesOf(files);
  const chosen = items.filter((item) => isChosen(item, now));
  // What cannot be shown as a choice must not get lost by looking at it.
  const answer =
    filterText(filtersFrom(chosen)) === filterText(now) ? await askChoice(items, chosen) : 'write';
  return answer === 'write' ? askText(now) : answer;
}

function choicesOf(files: readonly SearchProduct[]): readonly Choice[] {
  const { recommended, types, groups, levels, extensions } = valuesOfFiles(files);
  const item = (column: string, label: string, count: number, value: string): Choice => ({
    ...{ label, description: countOf(count, 'file'), column, value },
  });
  const group = (name: string, column: string, values: readonly ProductValue[]): Choice[] =>
    values.length === 0
      ? []
      : [
          { label: name, kind: vscode.QuickPickItemKind.Separator },
          ...values.map(({ value, count }) =>
            item(column, escapeIcons(visibleName(value)), count, value),
          ),
        ];
  return [
    ...(recommended === 0
      ? []
      : [item(RECOMMENDED, l10n.t('Minimum recommended products'), recommended, '')]),
    ...group(l10n.t('Type'), 'productType', types),
    ...group(l10n.t('Group'), 'productSubGroupDescription', groups),
    ...group(l10n.t('Calibration level'), 'calib_level', levels),
    ...group(l10n.t('End of the name'), EXTENSION, extensions),
  ];
}

function isChosen({ column, value = '' }: Choice, now: ProductFilters): boolean {
  if (column === RECOMMENDED) {
    return now.recommendedOnly === true;
  }
  const wanted = column === EXTENSION ? now.extension : now.columns?.[column ?? ''];
  return Array.isArray(wanted) ? wanted.includes(value) : wanted === value;
}

function filtersFrom(chosen: readonly Choice[]): ProductFilters {
  const valuesIn = (column: string): string[] =>
    chosen.flatMap((item) => (item.column === column ? [item.value ?? ''] : []));
  const names = ['productType', 'productSubGroupDescription', 'calib_level'];
  const columns = names
    .map((name): [string, string[]] => [name, valuesIn(name)])
    .filter(([, values]) => values.length > 0);
  const extension = valuesIn(EXTENSION);
  return {
    ...(valuesIn(RECOMMENDED).length > 0 ? { recommendedOnly: true } : {}),
    ...(extension.length > 0 ? { extension } : {}),
    ...(columns.length > 0 ? { columns: Object.fromEntries(columns) } : {}),
  };
}

async function askChoice(
  items: readonly Choice[],
  chosen: readonly Choice[],
): Promise<ProductFilters | 'write' | undefined> {
  const pick = vscode.window.createQuickPick<Choice>();
  const write = { iconPath: new vscode.ThemeIcon('edit'), tooltip: l10n.t('Write a filter…') };
  Object.assign(pick, {
    title: l10n.t('Filter Products'),
    placeholder: l10n.t('Any of each group; all groups must fit. For all rows of this search.'),
    canSelectMany: true,
    matchOnDescription: true,
    items,
    buttons: [write],
  });
  pick.selectedItems = chosen;
  try {
    return await new Promise((resolve) => {
      pick.onDidAccept(() => resolve(filtersFrom(pick.selectedItems)));
      pick.onDidTriggerButton(() => resolve('write'));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

async function askText(now: ProductFilters): Promise<ProductFilters | undefined> {
  const text = await vscode.window.showInputBox({
    title: l10n.t('Filter Products'),
    prompt: l10n.t(
      'Words: type, group, level, size, name, rights, extension, recommended. Left empty, all are shown.',
    ),
    placeHolder: 'type=SCIENCE; group=RATE, !CAL; level=2..3; size>=1000000; extension=.fits',
    value: filterText(now),
    validateInput: problemOf,
  });
  return text === undefined ? undefined : readFilterText(text);
}

function problemOf(text: string): string | undefined {
  try {
    readFilterText(text);
    return undefined;
  } catch (error) {
    return sentence(error);
  }
}
