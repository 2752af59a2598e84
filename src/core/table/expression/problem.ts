import { SkybucketError } from '../../errors';

/** Part of a text: characters `[from, to)`, counted as JavaScript counts them. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** What makes no sense in an expression, and where. */
export class ExpressionError extends SkybucketError implements Place {
  readonly from: number;
  readonly to: number;

  constructor(message: string, { from, to }: Place, hint?: string) {
    super('format', message, { hint });
    this.name = 'ExpressionError';
    this.from = from;
    this.to = to;
  }
}

/** The more complex expression is refused: evaluating it would take memory and time without bound. */
export const MOST_CHARACTERS = 20_000;
export const MOST_NODES = 1000;
export const MOST_DEPTH = 100;
