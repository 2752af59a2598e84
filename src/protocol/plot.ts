import type { TableRef } from './table';

/** A plot of the rows of a view. Text of an axis is an expression of columns: `w1mpro - w2mpro`. */
export interface PlotSpec {
  readonly kind: 'hexbin' | 'density' | 'scatter' | 'histogram' | 'sky';
  readonly x: string;
  /** Empty for a histogram. */
  readonly y: string;
  /** Axis limits; undefined for those of the data. Inverted axes are a matter of drawing. */
  readonly xRange?: readonly [number, number] | undefined;
  readonly yRange?: readonly [number, number] | undefined;
  /** As matplotlib's `gridsize`; bins of a histogram, and of each axis of a density. */
  readonly gridsize: number;
  readonly ygridsize?: number | undefined;
  /** `mincnt` of matplotlib's hexbin. */
  readonly mincnt?: number | undefined;
}

export interface PlotReply {
  readonly kind: PlotSpec['kind'];
  /** Rows of the view; those with finite values; and those of them within the ranges. */
  readonly rows: number;
  readonly finite: number;
  readonly within: number;
  /** Of the plot, after defaults. */
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
  /** `unit` of an axis where its expression is one column. */
  readonly xUnit: string;
  readonly yUnit: string;
  /** Little-endian float64 pairs: centres of hexagons, points of a scatter, directions of cells on the sky. */
  readonly points: Uint8Array;
  /** Little-endian uint32: rows in each hexagon or cell, row by row from the lowest y of a density, or bin. */
  readonly counts: Uint8Array;
  /** Little-endian uint32: the rows (of the table) of the points of a scatter. */
  readonly pointRows: Uint8Array;
  /** Width and height of a hexagon or a cell, in data units; undefined where there is none. */
  readonly cell: { readonly width: number; readonly height: number } | undefined;
}

/** webview → host. The owner of plots adds what they need; the panel only passes them on. */
export interface PlotMethods {
  plot: [
    params: TableRef & { readonly spec: PlotSpec },
    result: PlotReply,
    progress: { readonly done: number },
  ];
}
