import type { CallOptions } from '../../core/s3/calls';
import { SkybucketError } from '../../core/errors';
import type { ObjectTag } from '../../core/s3/object-store';
import { countOf } from '../../protocol/figures';
import { type Place, shown } from './place';
import type { WriteTools } from './tools';

/** Asks whether to write an object whose tags cannot be read, and so would be gone; says it in `message`. */
export type AskWithoutTags = (message: string) => Promise<boolean>;

/** The tags of objects that are written anew, which a write would remove. */
export class KeptTags {
  /** Where the user wants to write all the same: buckets whose tags may not be read, and objects that have some. */
  private readonly without = new Set<string>();

  /** @param ask left out: such an object is not written */
  constructor(
    private readonly tools: Pick<WriteTools, 'store' | 'connection'>,
    private readonly ask?: AskWithoutTags,
  ) {}

  /**
   * The tags that an object has. Only those who may read them are told how many there are: where HEAD says nothing,
   * they are asked for.
   *
   * @param count as HEAD told
   * @throws SkybucketError `access-denied` where they may not be read and the user does not want to lose them
   */
  async of(
    place: Place,
    count: number | undefined,
    options: CallOptions,
  ): Promise<readonly ObjectTag[] | undefined> {
    const { connection, bucket, key } = place;
    // A yes to an object that may have tags is none to the loss of those of another one.
    const id = `${connection}/${bucket}${count === undefined ? '' : `/${key}`}`;
    if (count === 0 || this.without.has(id)) {
      return undefined;
    }
    const { store } = this.tools;
    try {
      return await store.tags(this.tools.connection(connection), { bucket, key }, options);
    } catch (error) {
      if (hasNoTags(error, count)) {
        return undefined;
      }
      if (!(error instanceof SkybucketError && error.code === 'access-denied')) {
        throw error;
      }
      const what =
        count === undefined
          ? `Whether ${shown(place)} has tags cannot be told: the connection may not read them.`
          : `${shown(place)} has ${countOf(count, 'tag')}, which the connection may not read.`;
      if ((await this.ask?.(`${what} Writing it would remove them.`)) !== true) {
        throw new SkybucketError('access-denied', `${what} Nothing was written.`, {
          hint: 'Ask for the right s3:GetObjectTagging, or save it under another name.',
        });
      }
      this.without.add(id);
      return undefined;
    }
  }
}

/** True where the server knows of no tags, or of none of this object; one that counts them knows of them. */
function hasNoTags(error: unknown, count: number | undefined): boolean {
  const codes = count === undefined ? ['not-found', 'unsupported', 'server'] : ['not-found'];
  return error instanceof SkybucketError && !error.retryable && codes.includes(error.code);
}
