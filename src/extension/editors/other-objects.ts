import type { ByteReader } from '../../core/bytes/reader';
import { cancelled, SkybucketError } from '../../core/errors';
import { readOpenFileUri } from '../../protocol/open-file';
import type { OpenedObject } from '../services';
import { ClosableReader } from './closable-reader';

/** Files that one file leads to, at most: an exploded ASDF file has one for each array. */
const MOST_OTHERS = 64;

/**
 * Opens a file that another one refers to.
 *
 * @param reference the URI as it stands there.
 * @throws SkybucketError `bad-address` for one that may not be followed, or what opening it throws.
 */
export type OpenOtherObject = (reference: string) => Promise<OpenedObject>;

/** What another viewer shows that a reference leads to; undefined where it leads elsewhere. */
export type DocumentOf = (reference: string) => object | undefined;

/** A file that is open, or about to be. */
interface Other {
  readonly document: object | undefined;
  readonly opening: Promise<{ readonly object: OpenedObject; readonly reader: ClosableReader }>;
}

/**
 * The files that a file led to, each open once, until all are closed with it. What another viewer shows has
 * another id each time it is rewritten: once it is asked for by a new one, what was opened by an old one is
 * closed, and reading that says `changed`.
 */
export class OtherObjects {
  private readonly opened = new Map<string, Other>();
  private closed = false;

  constructor(
    private readonly openOne: OpenOtherObject,
    private readonly documentOf: DocumentOf = () => undefined,
  ) {}

  /** @throws SkybucketError as {@link OpenOtherObject}, and `too-large` for more than can be open at once. */
  readonly open = async (reference: string): Promise<ByteReader> => {
    if (this.closed) {
      throw cancelled();
    }
    const { opening } = this.opened.get(reference) ?? this.begun(reference);
    return (await opening).reader;
  };

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.opened.keys()].map((reference) => this.drop(reference)));
  }

  /** One that cannot be opened is forgotten, to be tried again. */
  private begun(reference: string): Other {
    const document = this.documentOf(reference);
    this.dropOld(document, reference);
    if (this.opened.size >= MOST_OTHERS) {
      throw new SkybucketError(
        'too-large',
        `This file is spread over more than ${MOST_OTHERS} others, which is as many as are opened.`,
      );
    }
    const opening = this.openOne(reference).then((object) => ({
      object,
      reader: new ClosableReader(object.reader),
    }));
    const other = { document, opening };
    this.opened.set(reference, other);
    opening.catch(() => this.opened.delete(reference));
    return other;
  }

  /** Of the document as it was before it was rewritten, and of what it led to. */
  private dropOld(document: object | undefined, reference: string): void {
    const id = readOpenFileUri(reference)?.id;
    for (const [known, other] of this.opened) {
      if (document !== undefined && other.document === document) {
        if (readOpenFileUri(known)?.id !== id) {
          void this.drop(known);
        }
      }
    }
  }

  private async drop(reference: string): Promise<void> {
    const other = this.opened.get(reference);
    this.opened.delete(reference);
    const found = await other?.opening.catch(() => undefined);
    found?.reader.close();
    await found?.object.close();
  }
}
