import { SkybucketError } from '../../errors';

/**
 * What a codec throws: the stream is not what its codec writes. `what` follows its name: `ends early`.
 * Who knows where that was says so; see {@link inPlace}.
 */
export function brokenStream(codec: string, what: string): SkybucketError {
  return new SkybucketError('format', `The ${codec} stream ${what}.`);
}

/** The same failure with the place in front: `Tile 13 cannot be decoded: …`. Bugs stay as they are. */
export function inPlace(place: string, error: unknown): unknown {
  if (!(error instanceof SkybucketError) || error.code === 'cancelled') {
    return error;
  }
  return new SkybucketError(error.code, `${place} cannot be decoded: ${error.message}`, {
    hint: error.hint,
    cause: error,
  });
}
