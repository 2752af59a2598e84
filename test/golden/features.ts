/**
 * What the truth knows and no issue has brought yet, by name. This table may only shrink: a feature
 * that arrives leaves it, and what it checked must then agree.
 */
export const NOT_YET = {
  healpix: 'HEALPix maps',
  hats: 'HATS catalogues',
  parquet: 'Parquet files',
} as const;

export type Feature = keyof typeof NOT_YET;
