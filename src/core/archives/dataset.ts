/** Tables of a catalogue as a HATS collection. */
export interface HatsLayout {
  readonly format: 'hats';
  /** Directory of the primary catalogue in the collection. */
  readonly primary?: string;
}

/** Tables of a catalogue in directories `healpix_k0=…/healpix_k5=…`. */
export interface HiveHealpixLayout {
  readonly format: 'hive-healpix';
  /** Directory that holds the partitions. */
  readonly name: string;
  /** HEALPix order of the finest partition. */
  readonly order: number;
  /** NESTED numbering; RING otherwise. */
  readonly nested: boolean;
  readonly raColumn?: string;
  readonly decColumn?: string;
  readonly idColumn?: string;
}

/** A public dataset: a prefix of a bucket, and what a reader should know about it. */
export interface Dataset {
  readonly id: string;
  readonly title: string;
  readonly archive: string;
  readonly bucket: string;
  readonly region: string;
  /** Empty for the whole bucket, else ending with `/`. */
  readonly prefix: string;
  readonly kind: 'mission' | 'images' | 'catalog';
  readonly anonymous: boolean;
  readonly requesterPays: boolean;
  /** Whether anonymous readers may list it: known to, expected to, or not checked. */
  readonly listing: 'allowed' | 'expected' | 'unverified';
  /** How its paths are made, in words. */
  readonly layout?: string;
  readonly docs: string;
  readonly description: string;
  readonly citation: string;
  readonly parquet?: HatsLayout | HiveHealpixLayout;
  /** Its name in IRSA's image search (SIA 2). */
  readonly siaCollection?: string;
}

export interface Archive {
  readonly name: string;
  readonly datasets: readonly Dataset[];
}
