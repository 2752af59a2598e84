/**
 * What is asked of a catalogue, as plain data: it is sent to a worker, kept with its result, turned into SQL and
 * into a notebook.
 */
export interface CatalogRequest {
  readonly dataset: DatasetRef;
  /** Names of the columns wanted, in the order they are shown in. */
  readonly columns: readonly string[];
  /** As it was typed; empty for every row. See `readFilter`. */
  readonly filter: string;
  readonly region: RegionSpec;
  /** Names of the columns of position, in degrees; needed where there is a region. */
  readonly position: { readonly ra: string; readonly dec: string } | undefined;
}

/** Which data set; two are the same where both texts are. */
export interface DatasetRef {
  /**
   * The URI of its folder (ends with `/`) or of its file, as VS Code has it: `skybucket://public/bucket/key`,
   * `file:///…`.
   */
  readonly uri: string;
  /** Which of the catalogues there: a folder of a collection, a kind of files, the number of an HDU; empty for the only one. */
  readonly part: string;
}

/** A part of the sky, ICRS, degrees. What each holds is said where `SkyRegion` has its tests made. */
export type RegionSpec =
  | { readonly kind: 'everywhere' }
  | ConeSpec
  | BoxSpec
  | PolygonSpec
  /** Text as of the MOC standard's ASCII form: `3/100-102 4/500`. `name` is what people call it. */
  | { readonly kind: 'moc'; readonly text: string; readonly name: string }
  /** All that lies in at least one of them. */
  | { readonly kind: 'union'; readonly parts: readonly RegionSpec[] };

export interface ConeSpec {
  readonly kind: 'cone';
  readonly ra: number;
  readonly dec: number;
  readonly radius: number;
}

/** From the first to the second right ascension eastwards; 350 to 10 goes across 0. Edges are parallels and meridians. */
export interface BoxSpec {
  readonly kind: 'box';
  readonly ra: readonly [number, number];
  readonly dec: readonly [number, number];
}

/** Great circles between the corners, each right ascension and declination. */
export interface PolygonSpec {
  readonly kind: 'polygon';
  readonly corners: readonly (readonly [number, number])[];
  /** True where the inside is the larger part of the sky. */
  readonly larger: boolean;
}
