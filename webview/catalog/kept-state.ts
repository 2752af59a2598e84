import type { DatasetRef } from '../../src/protocol/catalog';
import type { KeptTable } from '../table/kept';
import { parseKeptTable } from '../table/kept';
import type { FormDraft } from './form/draft';
import { parseDraft } from './form/draft';
import type { KeptPanes } from './panes';
import { RESULT_TABS } from './result-tabs';

/** What is kept of the panel while its page, or the editor, is away. */
export interface KeptCatalog {
  /** The data set and the result on show, for whoever brings the panel back. */
  readonly dataset: DatasetRef | undefined;
  readonly result: string | undefined;
  readonly form: FormDraft | undefined;
  readonly table: KeptTable | undefined;
  readonly panes: KeptPanes;
  /** What the plots keep; theirs to check. */
  readonly plots: unknown;
}

const LONGEST_TEXT = 4_000;
const WIDEST = 4_000;

/** The state of an earlier page; what makes no sense is left out. */
export function parseKept(value: unknown): KeptCatalog {
  const { dataset, result, form, table, panes, plots } = isRecord(value) ? value : {};
  return {
    dataset: parseDataset(dataset),
    result: text(result),
    form: parseDraft(form),
    table: parseKeptTable(table),
    panes: parsePanes(isRecord(panes) ? panes : {}),
    plots,
  };
}

function parseDataset(value: unknown): DatasetRef | undefined {
  const { uri, part } = isRecord(value) ? value : {};
  const [known, which] = [text(uri), text(part)];
  return known === undefined || which === undefined ? undefined : { uri: known, part: which };
}

function parsePanes(value: Record<string, unknown>): KeptPanes {
  const { tab } = value;
  return {
    formWidth: length(value['formWidth']),
    plotsWidth: length(value['plotsWidth']),
    formHidden: value['formHidden'] === true,
    tab: RESULT_TABS.find((one) => one === tab) ?? 'table',
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= LONGEST_TEXT ? value : undefined;
}

function length(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 && value <= WIDEST ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
