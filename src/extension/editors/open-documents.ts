import { SkybucketError } from '../../core/errors';
import type { ImageRegion } from '../../protocol/catalog';
import type { OpenFile } from '../../protocol/match';
import type { HostEvent, HostEvents, HduLine } from '../../protocol/methods';
import { readOpenFileUri } from '../../protocol/open-file';
import type { OpenedObject } from '../services';

/** A document with viewers, or a result that is kept, as the others see it. */
export interface OpenDocument {
  /** What people call it. */
  readonly title: string;
  /** The id of the kept result of a catalogue that it is, open in a panel or not; left out: it is in a viewer. */
  readonly result?: string | undefined;
  /** Opens its bytes once more, for somebody else, who closes them. */
  open(): Promise<OpenedObject>;
  /** Opens a file that it refers to, by the URI as it stands there. */
  openOther(reference: string): Promise<OpenedObject>;
  /** Tells its viewers. */
  broadcast<E extends HostEvent>(name: E, body: HostEvents[E]): void;
  /** Brings a viewer of it to the front and shows a row of a table there. */
  showRow(row: HostEvents['revealRow']): void;
  /** Lays a kept result over its picture in a viewer of it, which comes to the front; left out: it has no picture. */
  overlay?(result: string): void;
  /** Where its picture lies on the sky, and what is drawn there; left out: it has no picture. */
  regions?(signal: AbortSignal): Promise<readonly ImageRegion[]>;
}

/** A document in the list. */
export interface OpenEntry {
  /** What others ask for it by: random, and another one after each {@link renew}. */
  readonly id: string;
  /** Its HDUs or arrays as far as they are known. */
  readonly lines: readonly HduLine[];
  /** Its parts have become known. */
  learn(lines: readonly HduLine[]): void;
  /** The document has another title; who reads it goes on to do so. */
  retitled(): void;
  /** The file has changed: whoever reads it under its old id goes on to do so, and nobody else may. */
  renew(): void;
  /** The others, as a viewer of this one is told of them. */
  others(): readonly OpenFile[];
  remove(): void;
}

interface Known {
  readonly document: OpenDocument;
  lines: readonly HduLine[];
}

/**
 * The documents that are open in viewers, by ids under which viewers of other documents may read them. An id
 * is good as long as its document is open; what was opened by it stays open until who asked closes it.
 */
export class OpenDocuments {
  private readonly known = new Map<string, Known>();
  private readonly waiting: (() => void)[] = [];
  private asked = false;

  /** @param newId gives what nobody can guess: files that are read cannot name another document. */
  constructor(private readonly newId: () => string = () => crypto.randomUUID()) {}

  add(document: OpenDocument): OpenEntry {
    const known: Known = { document, lines: [] };
    let id = this.newId();
    this.known.set(id, known);
    this.tellOthers(document);
    return {
      get id() {
        return id;
      },
      get lines() {
        return known.lines;
      },
      learn: (lines) => {
        if (this.known.has(id) && !sameLines(known.lines, lines)) {
          known.lines = lines;
          this.tellOthers(document);
        }
      },
      retitled: () => {
        if (this.known.has(id)) {
          this.tellOthers(document);
        }
      },
      renew: () => {
        if (this.known.delete(id)) {
          id = this.newId();
          known.lines = [];
          this.known.set(id, known);
          this.tellOthers(document);
        }
      },
      others: () => this.filesBut(id),
      remove: () => {
        if (this.known.delete(id)) {
          this.tellOthers(document);
        }
      },
    };
  }

  /** Calls this, once, when a viewer first wants to know of the others: at once where one has. */
  onFirstAsked(load: () => void): void {
    if (this.asked) {
      load();
    } else {
      this.waiting.push(load);
    }
  }

  /** Tells the viewers of all of them. */
  broadcast<E extends HostEvent>(name: E, body: HostEvents[E]): void {
    this.known.forEach(({ document }) => document.broadcast(name, body));
  }

  /** Those with a picture. */
  images(): readonly OpenDocument[] {
    return [...this.known.values()].flatMap(({ document, lines }) =>
      document.overlay !== undefined && lines.some(({ picture }) => picture === 'yes')
        ? [document]
        : [],
    );
  }

  /** @throws SkybucketError `not-found` where the document of that id is not open (any more). */
  get(id: string): OpenDocument {
    const known = this.known.get(id);
    if (known === undefined) {
      throw new SkybucketError('not-found', 'That file is not open in a viewer any more.', {
        hint: 'Open it again, then choose it anew.',
      });
    }
    return known.document;
  }

  /**
   * Opens what a worker asks for by an address of `openFileUri`; undefined for any other address.
   *
   * @throws SkybucketError `not-found` where that document is not open, or what opening it throws.
   */
  async open(uri: string): Promise<OpenedObject | undefined> {
    const asked = readOpenFileUri(uri);
    if (asked === undefined) {
      return undefined;
    }
    const document = this.get(asked.id);
    return asked.reference === undefined ? document.open() : document.openOther(asked.reference);
  }

  /** The document that an address of `openFileUri` is of; undefined for any other, or where it is not open. */
  documentOf(uri: string): OpenDocument | undefined {
    return this.known.get(readOpenFileUri(uri)?.id ?? '')?.document;
  }

  private filesBut(own: string): OpenFile[] {
    this.asked = true;
    this.waiting.splice(0).forEach((load) => load());
    return [...this.known]
      .filter(([id]) => id !== own)
      .map(([id, { document, lines }]) => ({
        ...{ id, title: document.title, lines },
        ...(document.result === undefined ? {} : { result: document.result }),
      }));
  }

  private tellOthers(changed: OpenDocument): void {
    for (const { document } of this.known.values()) {
      if (document !== changed) {
        document.broadcast('openFilesChanged', null);
      }
    }
  }
}

/** Viewers ask for the structure each time they are loaded; lists are replaced whole, and seldom long. */
function sameLines(one: readonly HduLine[], other: readonly HduLine[]): boolean {
  return one.length === other.length && JSON.stringify(one) === JSON.stringify(other);
}
