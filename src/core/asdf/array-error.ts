import { SkybucketError } from '../errors';

/** What an array says of itself cannot be. */
export function badArray(message: string): SkybucketError {
  return new SkybucketError('format', message, {
    hint: 'The rest of the file can be read; the array has to be written anew.',
  });
}
