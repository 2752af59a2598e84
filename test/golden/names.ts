import { readSesame, type ResolvedName } from '../../src/core/archives/sesame-answer';
import { SkybucketError } from '../../src/core/errors';
import type { Comparison } from './comparison';
import type { JsonObject } from './json';

/** Compares where an answer of Sesame says an object is. Nobody knows one whose truth has no position. */
export function compareSesame(comparison: Comparison, text: string, truth: JsonObject): void {
  const { ra, dec } = truth;
  const place = placeIn(text);
  if (place === undefined || ra === null) {
    comparison.same('known', place !== undefined, ra !== null);
    return;
  }
  comparison.same('ra', place.longitude, ra);
  comparison.same('dec', place.latitude, dec);
}

/** Undefined where the answer says that nobody knows the object; what cannot be read stays an error. */
function placeIn(text: string): ResolvedName | undefined {
  try {
    return readSesame(text, 'asked');
  } catch (error) {
    if (error instanceof SkybucketError && error.code === 'not-found') {
      return undefined;
    }
    throw error;
  }
}
