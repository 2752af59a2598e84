/** What is known of the tables a query can be about; a TAP service tells it bit by bit. */
export interface AdqlCatalog {
  readonly schemas: readonly AdqlSchema[];
  readonly tables: readonly AdqlTable[];
  /** Whether these are all the tables the service has. */
  readonly complete: boolean;
  /** Functions of the service's own. */
  readonly functions: readonly AdqlFunction[];
  /** Geometry functions the service says it has, in capitals; undefined where it does not say. */
  readonly geometry: readonly string[] | undefined;
}

export interface AdqlSchema {
  /** As the service lists it. */
  readonly name: string;
  readonly description?: string | undefined;
}

export interface AdqlTable {
  /** As the service lists it, with its schema mostly, in quotes where it thought of them. */
  readonly name: string;
  /** Empty where the service names none. */
  readonly schema: string;
  readonly description?: string | undefined;
  /** Undefined while they are not known. */
  readonly columns: readonly AdqlColumn[] | undefined;
}

export interface AdqlColumn {
  readonly name: string;
  /** In the words of the service: `double`, `char(*)`. */
  readonly type?: string | undefined;
  readonly unit?: string | undefined;
  readonly ucd?: string | undefined;
  readonly description?: string | undefined;
  /** Whether a search by it is quick. */
  readonly indexed?: boolean | undefined;
}

export interface AdqlFunction {
  readonly name: string;
  /** Ways to write it: `CIRCLE(longitude, latitude, radius)`. */
  readonly signatures: readonly string[];
  readonly description: string;
}

export const EMPTY_CATALOG: AdqlCatalog = {
  ...{ schemas: [], tables: [], complete: false, functions: [], geometry: undefined },
};
