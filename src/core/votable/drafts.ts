import type { Table } from '../table/table';
import type {
  VoCoosys,
  VoEncoding,
  VoField,
  VoGroup,
  VoInfo,
  VoLink,
  VoParam,
  VoTimesys,
} from './document';
import type { TableRows } from './table-rows';

/** What VOTABLE, RESOURCE and TABLE have in common, while they are read. */
export interface PartDraft {
  id: string | undefined;
  name: string | undefined;
  description: string | undefined;
  infos: VoInfo[];
  params: VoParam[];
  groups: VoGroup[];
  links: VoLink[];
}

export interface TableDraft extends PartDraft {
  ucd: string | undefined;
  utype: string | undefined;
  ref: string | undefined;
  fields: VoField[];
  /** Fields of the table it refers to, until it has some of its own. */
  borrowed: readonly VoField[];
  encoding: VoEncoding | undefined;
  rowsDeclared: number | undefined;
  rows: TableRows | undefined;
  /** In place of rows that are read here. */
  table: Table | undefined;
  cut: string | undefined;
  warnings: string[];
}

export interface ResourceDraft extends PartDraft {
  type: string | undefined;
  utype: string | undefined;
  coosys: VoCoosys[];
  timesys: VoTimesys[];
  tables: TableDraft[];
  resources: ResourceDraft[];
}

export interface DocumentDraft extends PartDraft {
  version: string | undefined;
  coosys: VoCoosys[];
  timesys: VoTimesys[];
  resources: ResourceDraft[];
  /** Of all resources, in the order of the document. */
  tables: TableDraft[];
  cut: string | undefined;
  warnings: string[];
}

export function newPart(id: string | undefined, name: string | undefined): PartDraft {
  return { id, name, description: undefined, infos: [], params: [], groups: [], links: [] };
}
