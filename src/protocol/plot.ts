import type { ColourMapName } from './display';
import type { FilterProblem, TableRef } from './table';

/** A plot of the rows of a view. Text of an axis is an expression of columns: `w1mpro - w2mpro`. */
export interface PlotSpec {
  readonly kind: 'hexbin' | 'density' | 'scatter' | 'histogram' | 'sky';
  /** On the sky the longitude, and `y` the latitude, ICRS, degrees. */
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
  /** Of the sky: what is in sight, so that only that is given, and as fine as can be seen. */
  readonly cap?: SkyCapSpec | undefined;
}

/** All within `radius` of a direction; degrees. */
export interface SkyCapSpec {
  readonly longitude: number;
  readonly latitude: number;
  readonly radius: number;
}

export interface PlotReply {
  readonly kind: PlotSpec['kind'];
  /** Rows of the view; those with finite values; and those of them within the ranges (of a hexbin, in a hexagon). */
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
  /**
   * Little-endian uint32: rows in each hexagon or cell, row by row from the lowest y of a density, or bin. Of a
   * scatter and of the sky empty where every point is given.
   */
  readonly counts: Uint8Array;
  /** Little-endian uint32: the rows (of the table) of the points of a scatter, and of the sky. */
  readonly pointRows: Uint8Array;
  /** Width and height of a hexagon or a cell, in data units; undefined where there is none. */
  readonly cell: { readonly width: number; readonly height: number } | undefined;
  /** Of a density, a histogram, and a scatter with too many points: bins along each axis. */
  readonly bins: { readonly x: number; readonly y: number } | undefined;
  /** Of cells on the sky: little-endian float64, four corners of each as unit vectors, ICRS. */
  readonly corners: Uint8Array;
  /** Of the sky: a circle around all rows. */
  readonly around: SkyCapSpec | undefined;
}

/** Part of a plot, in data units; `area` of the sky in units of the projection. */
export type PlotArea =
  | {
      readonly kind: 'rectangle';
      readonly x: readonly [number, number];
      /** Left out: everything above and below, as in a histogram. */
      readonly y?: readonly [number, number] | undefined;
    }
  /** Inside a closed line by the even-odd rule; x and y of each corner. */
  | { readonly kind: 'lasso'; readonly corners: readonly (readonly [number, number])[] }
  /** The same on the sky as it is drawn. */
  | {
      readonly kind: 'sky';
      readonly projection: SkyProjection;
      readonly corners: readonly (readonly [number, number])[];
    };

/**
 * `all-sky`: Hammer and Aitoff's around a meridian, 2√2 half the width; `field`: gnomonic, tangents. Degrees; x to
 * the east, y to the north.
 */
export type SkyProjection =
  | { readonly kind: 'all-sky'; readonly longitude: number }
  | { readonly kind: 'field'; readonly longitude: number; readonly latitude: number };

/** How a plot looks, for the code that draws the same. */
export interface PlotLook {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xInverted: boolean;
  readonly yInverted: boolean;
  readonly colourMap: ColourMapName;
  readonly reversed: boolean;
  readonly norm: 'linear' | 'log';
  /** Of the colours; undefined for those of the counts. */
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** webview → host. The panel only passes them on. */
export interface PlotMethods {
  plot: [
    params: TableRef & { readonly spec: PlotSpec },
    result: PlotReply,
    progress: { readonly done: number },
  ];
  /** What is wrong with the text of an axis, and the unit where it is one column. */
  checkAxis: [
    params: { readonly hdu: number; readonly text: string },
    result: { readonly problem: FilterProblem | undefined; readonly unit: string },
    progress: never,
  ];
  /** The rows (of the table, ascending) of the view whose points lie in an area; little-endian uint32. */
  plotArea: [
    params: TableRef & { readonly spec: PlotSpec; readonly area: PlotArea },
    result: { readonly rows: Uint8Array },
    progress: { readonly done: number },
  ];
  /**
   * Where rows (of the table; little-endian uint32) are: float64 pairs in their order, NaN where they are nowhere.
   * At most {@link MOST_MARKED} of them.
   */
  plotPoints: [
    params: {
      readonly hdu: number;
      readonly x: string;
      readonly y: string;
      readonly rows: Uint8Array;
    },
    result: { readonly points: Uint8Array },
    progress: never,
  ];
  /** The plot as Python that draws it with matplotlib of the table as a Parquet file. */
  plotCode: [
    params: { readonly hdu: number; readonly spec: PlotSpec; readonly look: PlotLook },
    result: { readonly code: string },
    progress: never,
  ];
}

/** The names of the methods, for whoever passes them on. */
export const PLOT_METHODS = ['plot', 'checkAxis', 'plotArea', 'plotPoints', 'plotCode'] as const;

/** Rows that are marked in a plot at once. */
export const MOST_MARKED = 200_000;
