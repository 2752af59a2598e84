import type { ByteReader } from '../../core/bytes/reader';
import { cancelled, SkybucketError } from '../../core/errors';
import type { OpenedObject } from '../services';

/** Files that one file leads to, at most: an exploded ASDF file has one for each array. */
const MOST_OTHERS = 64;

/**
 * Opens a file that another one refers to.
 *
 * @param reference the URI as it stands there.
 * @throws SkybucketError `bad-address` for one that may not be followed, or what opening it throws.
 */
export type OpenOtherObject = (reference: string) => Promise<OpenedObject>;

/** The files that a file led to, each open once, until all are closed with it. */
export class OtherObjects {
  private readonly opened = new Map<string, Promise<OpenedObject>>();
  private closed = false;

  constructor(private readonly openOne: OpenOtherObject) {}

  /** @throws SkybucketError as {@link OpenOtherObject}, and `too-large` for more than can be open at once. */
  readonly open = async (reference: string): Promise<ByteReader> => {
    if (this.closed) {
      throw cancelled();
    }
    const opening = this.opened.get(reference) ?? this.begun(reference);
    return (await opening).reader;
  };

  async close(): Promise<void> {
    this.closed = true;
    const all = [...this.opened.values()];
    this.opened.clear();
    await Promise.all(
      all.map(async (opening) => {
        const object = await opening.catch(() => undefined);
        await object?.close();
      }),
    );
  }

  /** One that cannot be opened is forgotten, to be tried again. */
  private begun(reference: string): Promise<OpenedObject> {
    if (this.opened.size >= MOST_OTHERS) {
      throw new SkybucketError(
        'too-large',
        `This file is spread over more than ${MOST_OTHERS} others, which is as many as are opened.`,
      );
    }
    const opening = this.openOne(reference);
    this.opened.set(reference, opening);
    opening.catch(() => this.opened.delete(reference));
    return opening;
  }
}
