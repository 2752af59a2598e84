import { SkybucketError } from '../errors';

/**
 * A failure of the disk that every other file of the batch would meet as well: no space, no quota, a folder that is
 * gone or read-only. The batch waits for the user; thousands of files do not fail one by one.
 */
export class DiskTrouble extends SkybucketError {
  constructor(message: string, details: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super('local-file', message, details);
  }
}
