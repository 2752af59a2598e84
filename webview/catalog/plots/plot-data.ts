import type { PlotReply } from '../../../src/protocol/plot';

/** A plot as it came, its numbers as arrays. */
export interface PlotData extends Omit<PlotReply, 'points' | 'counts' | 'pointRows' | 'corners'> {
  /** x and y in turns. */
  readonly points: Float64Array;
  readonly counts: Uint32Array;
  readonly pointRows: Uint32Array;
  /** Twelve numbers a cell. */
  readonly corners: Float64Array;
}

export function plotData(reply: PlotReply): PlotData {
  return {
    ...reply,
    points: doublesIn(reply.points),
    counts: numbersIn(reply.counts),
    pointRows: numbersIn(reply.pointRows),
    corners: doublesIn(reply.corners),
  };
}

/** Copied: the bytes of a message need not begin where an array of numbers can. */
export function doublesIn(bytes: Uint8Array): Float64Array {
  return new Float64Array(bytes.slice().buffer);
}

export function numbersIn(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.slice().buffer);
}

export function bytesOf(rows: Uint32Array): Uint8Array {
  return new Uint8Array(rows.slice().buffer);
}
