import type { Crossings } from './crossings';
import type { Lattice } from './lattice';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A part of a line without a gap. */
export interface Piece {
  /** Index of the line. */
  readonly curve: number;
  readonly points: Point[];
  /** Whether it may go on beyond its first and its last point: it neither is closed nor ends at the box. */
  readonly openStart: boolean;
  readonly openEnd: boolean;
}

/** Crossings that follow each other: those of one cell. */
type Links = readonly number[][];

/** Joins the crossings of each line from cell to cell. */
export function chainsOf(lattice: Lattice, crossings: Crossings): Piece[] {
  const links = linksOf(lattice, crossings);
  const used = new Uint8Array(links.length);
  const pieces: Piece[] = [];
  const add = (start: number): void => {
    const chain = [start];
    used[start] = 1;
    for (let here = start; ;) {
      const next = links[here]?.find((other) => used[other] === 0);
      if (next === undefined) {
        break;
      }
      used[next] = 1;
      chain.push(next);
      here = next;
    }
    pieces.push(pieceOf(lattice, crossings, links, chain));
  };
  // Those with an end first; what is left over is closed.
  for (const most of [1, 2]) {
    links.forEach((of, k) => {
      if (used[k] === 0 && of.length <= most) {
        add(k);
      }
    });
  }
  return pieces;
}

function pieceOf(
  lattice: Lattice,
  { x, y, curve, edge }: Crossings,
  links: Links,
  chain: readonly number[],
): Piece {
  const [first = 0] = chain;
  const last = chain.at(-1) as number;
  const closed = chain.length > 2 && (links[last] as number[]).includes(first);
  const points = (closed ? [...chain, first] : chain).map((k) => ({
    x: x[k] as number,
    y: y[k] as number,
  }));
  const open = (k: number): boolean => !closed && !isAtBorder(lattice, edge[k] as number);
  const openStart = open(first);
  return {
    curve: curve[first] as number,
    points,
    openStart,
    // One at the border goes one way only.
    openEnd: chain.length === 1 ? openStart : open(last),
  };
}

function linksOf({ columns, rows }: Lattice, { x, y, curve, edge }: Crossings): Links {
  const points = columns * rows;
  const links = Array.from(edge, (): number[] => []);
  for (let start = 0, end = 0; start < edge.length; start = end) {
    // Cells by the index of their lower left point, of one line after the other.
    const cells = new Map<number, number[]>();
    for (end = start; end < edge.length && curve[end] === curve[start]; end += 1) {
      for (const cell of cellsBeside(edge[end] as number, columns, points)) {
        cells.set(cell, [...(cells.get(cell) ?? []), end]);
      }
    }
    for (const members of cells.values()) {
      for (const [one, other] of pairsOf(members, x, y)) {
        links[one]?.push(other);
        links[other]?.push(one);
      }
    }
  }
  return links;
}

function cellsBeside(edge: number, columns: number, points: number): number[] {
  if (edge < points) {
    const row = Math.floor(edge / columns);
    return [edge, edge - columns].filter(
      (cell) => cell >= 0 && (cell === edge ? (row + 2) * columns <= points : true),
    );
  }
  const point = edge - points;
  const column = point % columns;
  return [...(column < columns - 1 ? [point] : []), ...(column > 0 ? [point - 1] : [])];
}

/** Which crossings of a cell belong together: of four, those that are nearer to each other. */
function pairsOf(members: readonly number[], x: Float64Array, y: Float64Array): [number, number][] {
  const [a, b, c, d] = members;
  if (a === undefined || b === undefined) {
    return [];
  }
  if (c === undefined) {
    return [[a, b]];
  }
  const far = (one: number, other: number): number =>
    Math.hypot(
      (x[one] as number) - (x[other] as number),
      (y[one] as number) - (y[other] as number),
    );
  if (d === undefined) {
    const pairs: [number, number][] = [
      [a, b],
      [b, c],
      [a, c],
    ];
    return pairs.sort((p, q) => far(...p) - far(...q)).slice(0, 1);
  }
  const ways: [number, number][][] = [
    [
      [a, b],
      [c, d],
    ],
    [
      [a, c],
      [b, d],
    ],
    [
      [a, d],
      [b, c],
    ],
  ];
  const length = (way: [number, number][]): number =>
    way.reduce((sum, pair) => sum + far(...pair), 0);
  return ways.sort((p, q) => length(p) - length(q))[0] ?? [];
}

/** True for an edge that lies on the border of the box. */
function isAtBorder({ columns, rows }: Lattice, edge: number): boolean {
  const points = columns * rows;
  if (edge < points) {
    const row = Math.floor(edge / columns);
    return row === 0 || row === rows - 1;
  }
  const column = (edge - points) % columns;
  return column === 0 || column === columns - 1;
}
