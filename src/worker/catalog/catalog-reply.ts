import type { Dataset, PlanFigures } from '../../core/catalogs/dataset/dataset';
import type { DatasetRef } from '../../core/catalogs/request/request';
import { isNumeric } from '../../core/table/element-type';
import type { Column } from '../../core/table/table';
import type {
  CatalogChoice,
  CatalogColumn,
  CatalogPlan,
  CatalogReply,
} from '../../protocol/catalog';
import { boundedWarnings } from '../bounded-warnings';
import type { Choices } from './open-dataset';

/** What the panel is told of a data set. */
export function catalogReply(ref: DatasetRef, dataset: Dataset): CatalogReply {
  const { label, about, kind, position, defaultColumns, rows, warnings } = dataset;
  return {
    ...{ dataset: ref, label, about, kind, position, defaultColumns, rows },
    columns: dataset.columns.map((column) => catalogColumn(column, dataset.inFolders)),
    warnings: boundedWarnings(warnings),
  };
}

export function choiceReply({ uri }: DatasetRef, { choices }: Choices): CatalogChoice {
  return {
    choices: choices.map(({ part, label }) => ({ dataset: { uri, part }, label })),
  };
}

export function planReply(plan: PlanFigures): Omit<CatalogPlan, 'asks' | 'spent'> {
  const { partitions, files, rowGroups, rows, pixels, bytes, requests, problems, gone } = plan;
  return { partitions, files, rowGroups, rows, pixels, bytes, requests, problems, gone };
}

function catalogColumn(column: Column, inFolders: ReadonlySet<string>): CatalogColumn {
  const { name, type, unit, description, shape, variable } = column;
  return {
    name,
    type: type === 'logical' ? 'bool' : type,
    unit: unit?.trim() ?? '',
    description: description?.trim() ?? '',
    list: variable || shape.length > 0,
    numeric: isNumeric(column),
    inFolders: inFolders.has(name),
  };
}
