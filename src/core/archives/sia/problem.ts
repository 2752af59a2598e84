import { SkybucketError } from '../../errors';

/** The error for a criterion that makes no sense, found before anything is sent. */
export function wrongCriterion(message: string, hint: string): SkybucketError {
  return new SkybucketError('unsupported', message, { hint });
}
