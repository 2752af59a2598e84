import type { Table } from '../table/table';

/**
 * What a VOTable document says, of any version from 1.0 to 1.5. Everything in it is data from a file or a
 * service. Texts are without the blanks around them; what is left out or unknown is undefined.
 */

/** What the service says of its answer. */
export interface VoStatus {
  /** `overflow`: there are more rows than were sent. */
  readonly kind: 'ok' | 'overflow' | 'error';
  /** In the words of the service. */
  readonly message: string | undefined;
}

/** The datatypes of VOTable; other words for them (`string`, `integer`) have been translated. */
export type VoDatatype =
  | 'boolean'
  | 'bit'
  | 'unsignedByte'
  | 'short'
  | 'int'
  | 'long'
  | 'char'
  | 'unicodeChar'
  | 'float'
  | 'double'
  | 'floatComplex'
  | 'doubleComplex';

export interface VoBound {
  readonly value: string;
  readonly inclusive: boolean;
}

export interface VoOption {
  readonly name: string | undefined;
  readonly value: string;
  readonly options: readonly VoOption[];
}

/** VALUES of a FIELD or a PARAM; one that refers to another has what that says. */
export interface VoValues {
  readonly id: string | undefined;
  /** What stands for a missing value, as it is written. */
  readonly null: string | undefined;
  readonly min: VoBound | undefined;
  readonly max: VoBound | undefined;
  readonly options: readonly VoOption[];
}

export interface VoLink {
  readonly id: string | undefined;
  readonly href: string | undefined;
  readonly title: string | undefined;
  readonly contentRole: string | undefined;
  readonly contentType: string | undefined;
  readonly value: string | undefined;
  readonly action: string | undefined;
}

export interface VoField {
  /** Empty where it has none. */
  readonly name: string;
  readonly id: string | undefined;
  /** As {@link VoDatatype}, or the word in the file where that is none. */
  readonly datatype: string;
  readonly arraysize: string | undefined;
  readonly unit: string | undefined;
  readonly ucd: string | undefined;
  readonly utype: string | undefined;
  readonly xtype: string | undefined;
  /** The ID of the COOSYS, TIMESYS or FIELD it refers to. */
  readonly ref: string | undefined;
  readonly width: string | undefined;
  readonly precision: string | undefined;
  readonly description: string | undefined;
  readonly values: VoValues | undefined;
  readonly links: readonly VoLink[];
}

export interface VoParam extends VoField {
  /** As it is written. */
  readonly value: string;
}

export interface VoInfo {
  readonly id: string | undefined;
  readonly name: string;
  readonly value: string | undefined;
  /** What stands between its tags; empty for nothing. */
  readonly content: string;
  readonly ucd: string | undefined;
  readonly unit: string | undefined;
}

export interface VoCoosys {
  readonly id: string | undefined;
  /** `ICRS`, `eq_FK5`, `galactic`, … as it is written. */
  readonly system: string | undefined;
  readonly equinox: string | undefined;
  readonly epoch: string | undefined;
  readonly refposition: string | undefined;
}

export interface VoTimesys {
  readonly id: string | undefined;
  readonly timeorigin: string | undefined;
  readonly timescale: string | undefined;
  readonly refposition: string | undefined;
}

export interface VoGroup {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly ucd: string | undefined;
  readonly utype: string | undefined;
  readonly ref: string | undefined;
  readonly description: string | undefined;
  readonly params: readonly VoParam[];
  /** IDs of the fields and parameters that belong to it. */
  readonly fieldRefs: readonly string[];
  readonly paramRefs: readonly string[];
  readonly groups: readonly VoGroup[];
}

/** What VOTABLE, RESOURCE and TABLE have in common. */
export interface VoPart {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly infos: readonly VoInfo[];
  readonly params: readonly VoParam[];
  readonly groups: readonly VoGroup[];
  readonly links: readonly VoLink[];
}

/** The way the rows are written; undefined for a table without DATA. */
export type VoEncoding = 'TABLEDATA' | 'BINARY' | 'BINARY2' | 'FITS' | 'PARQUET';

/** A TABLE: its rows are in memory. `columns` are those of `fields`, in their order. */
export interface VoTable extends Table, VoPart {
  readonly fields: readonly VoField[];
  readonly encoding: VoEncoding | undefined;
  readonly ucd: string | undefined;
  readonly utype: string | undefined;
  /** The ID of the table whose fields it has. */
  readonly ref: string | undefined;
  /** What the service says of it: by its RESOURCE, else by the document. */
  readonly status: VoStatus;
  /** Rows that it says it has (`nrows`). */
  readonly rowsDeclared: number | undefined;
  /** Why its rows, or the last of them, are not here; undefined where all that were sent are. */
  readonly cut: string | undefined;
}

export interface VoResource extends VoPart {
  /** `results`, `meta`, or another word. */
  readonly type: string | undefined;
  readonly utype: string | undefined;
  readonly coosys: readonly VoCoosys[];
  readonly timesys: readonly VoTimesys[];
  readonly tables: readonly VoTable[];
  readonly resources: readonly VoResource[];
}

export interface VoDocument extends VoPart {
  /** As it is written: `1.4`. */
  readonly version: string | undefined;
  readonly coosys: readonly VoCoosys[];
  readonly timesys: readonly VoTimesys[];
  readonly resources: readonly VoResource[];
  /** Of all resources, in the order of the document. */
  readonly tables: readonly VoTable[];
  /** Of the document as a whole: the worst that is said anywhere. */
  readonly status: VoStatus;
  /** Why the end of the document is not here, one sentence; what came before is. */
  readonly cut: string | undefined;
  /** Of the document and its tables, one sentence each. */
  readonly warnings: readonly string[];
}
