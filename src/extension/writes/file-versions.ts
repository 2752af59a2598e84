import type { WriteCondition } from '../../core/s3/object-store';
import { sameEtag } from './etag';

/** One version of an object, as a look at it told. */
export interface LookedAt {
  readonly etag: string | undefined;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number | undefined;
}

/** A version of our own; its time is that of this machine. */
export interface JustWritten extends LookedAt {
  readonly modified: number;
}

/** A version that was read. */
export interface ReadVersion {
  readonly etag: string | undefined;
  /** Bytes. */
  readonly size: number;
  /** Tells its text from others, see `text-digest.ts`; undefined where it is no text, or too long. */
  readonly digest?: string | undefined;
}

interface Entry {
  /** What the last look found: `missing`, or a version with the time that VS Code was told. */
  looked: (LookedAt & { readonly time: number }) | 'missing' | undefined;
  /** The last time that VS Code was told. */
  time: number;
  /** The version an editor's content is based on. */
  base: ReadVersion | undefined;
  /** Versions that were read lately, the newest last; one becomes the base when an editor shows its text. */
  reads: readonly ReadVersion[];
  /** An editor with changes based on this base is to be brought back: reads by others do not move it. */
  awaited: boolean;
  /** The version we have just written, which the next look is answered with. */
  written: JustWritten | undefined;
}

/** A document of more is not open; the oldest is forgotten. */
const MOST_KEPT = 1000;
/** Reads of one file that are told apart. */
const MOST_READS = 4;

/**
 * Which version of each file was read, so that a write replaces that one and no other.
 *
 * VS Code compares times and sizes before it writes, and lets a change of the same size go. We compare ETags: a write
 * carries the ETag of the version that the editor's content is based on, and the server refuses it where that is not
 * the version there is.
 */
export class FileVersions {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly mostKept = MOST_KEPT) {}

  /**
   * A look at the file. Returns the time to tell VS Code, milliseconds since 1970: of a new version always a later one
   * than of the version before, whatever the clocks say.
   */
  looked(name: string, version: LookedAt): number {
    const entry = this.entry(name);
    const { looked } = entry;
    if (looked !== undefined && looked !== 'missing' && sameVersion(looked, version)) {
      return looked.time;
    }
    const least = entry.time === 0 ? 0 : entry.time + 1;
    const time = Math.max(version.modified ?? 1, least);
    entry.time = time;
    entry.looked = { ...version, time };
    return time;
  }

  missing(name: string): void {
    this.entry(name).looked = 'missing';
  }

  /**
   * The file was read, by whomever: for an editor that opens it, for one that takes on what is new, or by a search.
   *
   * @param open an editor has it already; what that one shows is told by {@link shows}, and until then stays what it was
   */
  read(name: string, version: ReadVersion, open: boolean): void {
    const entry = this.entry(name);
    const { reads, awaited, base } = entry;
    const others = reads.filter(
      ({ etag, digest }) => etag !== version.etag || digest !== version.digest,
    );
    entry.reads = [...others, version].slice(-MOST_READS);
    // The same text once more changes nothing in the editor, which says nothing of it then.
    const isSameText = version.digest !== undefined && version.digest === base?.digest;
    if (base === undefined || isSameText || !(open || awaited)) {
      entry.base = version;
    }
  }

  /** Whether it matters what an editor shows: another version was read than the one that it is based on. */
  isDoubtful(name: string): boolean {
    const entry = this.entries.get(name);
    return entry?.reads.some(({ etag }) => !sameEtag(etag, entry.base?.etag)) ?? false;
  }

  /** An editor without changes shows this text: it is based on the newest version that was read with it. */
  shows(name: string, digest: string): void {
    const entry = this.entries.get(name);
    const shown = entry?.reads.findLast((one) => one.digest === digest);
    if (entry !== undefined && shown !== undefined) {
      entry.base = shown;
      entry.awaited = false;
    }
  }

  /** No editor has it any more: the next read is for one that opens it anew. */
  closed(name: string): void {
    const entry = this.entries.get(name);
    if (entry !== undefined) {
      entry.base = undefined;
      entry.reads = [];
      entry.awaited = false;
    }
  }

  /** What the editor's content is based on, to be kept beyond the session. */
  base(name: string): string | undefined {
    return this.entries.get(name)?.base?.etag;
  }

  /** An editor was brought back with changes in it that were based on this version. */
  broughtBack(name: string, etag: string): void {
    const entry = this.entry(name);
    // Its size is not known; none is ever negative.
    entry.base ??= { etag, size: -1 };
    entry.awaited = true;
  }

  /** We have written it: that is what an editor shows now, and what the next look finds. */
  written(name: string, version: JustWritten): void {
    const entry = this.entry(name);
    entry.base = version;
    entry.reads = [];
    entry.awaited = false;
    entry.written = version;
    entry.looked = undefined;
  }

  /** What was just written, once: VS Code looks after each write, and is to see that and nothing later. */
  takeWritten(name: string): JustWritten | undefined {
    const entry = this.entries.get(name);
    const written = entry?.written;
    if (entry !== undefined) {
      entry.written = undefined;
    }
    return written;
  }

  /** The user has seen that there is another version, and wants to replace it. */
  accept(name: string): void {
    const entry = this.entry(name);
    entry.base = entry.looked === 'missing' ? undefined : entry.looked;
    entry.awaited = false;
  }

  forget(name: string): void {
    this.entries.delete(name);
  }

  /**
   * When a write may take place; undefined: whatever is there. To be asked just after a look.
   *
   * @param checked VS Code has compared size and time with those of the editor before (as it does for text), and asked
   *   the user where both differ
   */
  condition(name: string, checked: boolean): WriteCondition | undefined {
    const { looked, base } = this.entry(name);
    if (looked === 'missing') {
      return { ifNoneMatch: '*' };
    }
    const asked =
      checked && looked !== undefined && base !== undefined && base.size >= 0
        ? looked.size !== base.size
        : false;
    const etag = (asked ? undefined : base?.etag) ?? looked?.etag;
    return etag === undefined ? undefined : { ifMatch: etag };
  }

  private entry(name: string): Entry {
    const entry = this.entries.get(name) ?? {
      ...{ looked: undefined, time: 0, base: undefined, written: undefined },
      ...{ reads: [], awaited: false },
    };
    this.entries.delete(name);
    this.entries.set(name, entry);
    if (this.entries.size > this.mostKept) {
      this.entries.delete(this.leastWanted(name));
    }
    return entry;
  }

  /** The oldest that was only looked at, as VS Code looks at whole folders; else the oldest that was read. */
  private leastWanted(newest: string): string {
    let oldest: string | undefined;
    for (const [name, { base }] of this.entries) {
      if (base === undefined && name !== newest) {
        return name;
      }
      oldest ??= name;
    }
    return oldest ?? newest;
  }
}

function sameVersion(a: LookedAt, b: LookedAt): boolean {
  return (
    sameEtag(a.etag, b.etag) &&
    a.size === b.size &&
    // Without an ETag, the time is all there is.
    (a.etag !== undefined || a.modified === b.modified)
  );
}
