import { countOf } from '../../src/protocol/figures';
import type { ColumnLine, SortKey } from '../../src/protocol/table';
import type { ContextMenuItem } from '../ui/context-menu';
import { opensAs } from './cell-text';
import type { ValueTest } from './filter-words';
import { isSortable } from './grid-head';

/** What the menus of the grid do. */
export interface MenuCommands {
  copy(names: boolean): void;
  copyRow(): void;
  copyName(): void;
  inspect(): void;
  open(as: 'picture' | 'line'): void;
  filterBy(test: ValueTest): void;
  /** Puts the name of the column into the filter. */
  filterOn(): void;
  sort(sort: readonly SortKey[]): void;
  fit(): void;
  move(direction: 1 | -1): void;
  hide(): void;
}

export interface CellMenuContext {
  readonly column: ColumnLine;
  /** As the grid shows it; null where it is missing, undefined while it is not here. */
  readonly text: string | null | undefined;
  /** How many cells are chosen. */
  readonly cells: number;
  readonly sort: readonly SortKey[];
}

/** The longest value that is shown in a menu. */
const MOST_SHOWN = 24;

export function cellItems(
  { column, text, cells, sort }: CellMenuContext,
  commands: MenuCommands,
): ContextMenuItem[] {
  const as = opensAs(column);
  const filters = isSortable(column) && text !== undefined;
  const ordered = filters && text !== null && text !== 'NaN' && column.type !== 'bool';
  const value = (text ?? '').length > MOST_SHOWN ? `${text?.slice(0, MOST_SHOWN)}…` : text;
  const by = (label: string, test: ValueTest, apart = false): ContextMenuItem => ({
    label: `Filter: ${column.name} ${label}`,
    apart,
    onChoose: () => commands.filterBy(test),
  });
  const is = text === null ? 'is missing' : text === 'NaN' ? 'is NaN' : `= ${value}`;
  return [
    {
      label: cells > 1 ? `Copy ${countOf(cells, 'cell')}` : 'Copy value',
      key: 'Ctrl+C',
      onChoose: () => commands.copy(false),
    },
    { label: 'Copy with column names', key: 'Ctrl+Shift+C', onChoose: () => commands.copy(true) },
    { label: 'Copy row', onChoose: () => commands.copyRow() },
    { label: 'Copy column name', onChoose: () => commands.copyName() },
    ...(as === undefined
      ? []
      : [
          {
            label: as === 'picture' ? 'Open the array as a picture' : 'Plot the array',
            icon: as,
            key: 'Enter',
            apart: true,
            onChoose: () => commands.open(as),
          },
        ]),
    ...(filters ? [by(is, '=', true)] : []),
    ...(ordered ? [by(`≥ ${value}`, '>='), by(`≤ ${value}`, '<=')] : []),
    ...columnItems(column, sort, commands),
  ];
}

export function headItems(
  column: ColumnLine,
  sort: readonly SortKey[],
  commands: MenuCommands,
): ContextMenuItem[] {
  return [
    ...columnItems(column, sort, commands),
    { label: 'Filter by this column…', onChoose: () => commands.filterOn() },
    { label: 'Copy column name', onChoose: () => commands.copyName() },
    { label: 'Fit the width', apart: true, onChoose: () => commands.fit() },
    { label: 'Move left', key: 'Alt+Shift+←', onChoose: () => commands.move(-1) },
    { label: 'Move right', key: 'Alt+Shift+→', onChoose: () => commands.move(1) },
  ];
}

function columnItems(
  column: ColumnLine,
  sort: readonly SortKey[],
  commands: MenuCommands,
): ContextMenuItem[] {
  const { index } = column;
  const disabled = !isSortable(column);
  const others = sort.filter((key) => key.column !== index);
  const by = (descending: boolean): void => commands.sort([{ column: index, descending }]);
  return [
    {
      label: 'Statistics and plots',
      disabled: column.problem !== undefined,
      apart: true,
      onChoose: () => commands.inspect(),
    },
    { label: 'Sort ascending', disabled, apart: true, onChoose: () => by(false) },
    { label: 'Sort descending', disabled, onChoose: () => by(true) },
    ...(others.length === 0
      ? []
      : [
          {
            label: 'Then sort by this too',
            disabled,
            onChoose: () => commands.sort([...others, { column: index, descending: false }]),
          },
        ]),
    ...(sort.length === 0 ? [] : [{ label: 'As in the file', onChoose: () => commands.sort([]) }]),
    { label: 'Hide column', onChoose: () => commands.hide() },
  ];
}
