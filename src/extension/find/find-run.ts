import { SkybucketError } from '../../core/errors';
import { type Glob, parseGlob } from '../../core/s3/glob';
import { findKeys } from '../../core/s3/glob-find';
import type { ListEntry } from '../../core/s3/listing';
import { compareKeys } from '../../core/s3/names';
import type { ListKeys, WalkOptions } from '../../core/s3/walk';
import { Run, type RunPlace } from './run';

/** So many results are gathered before it is asked whether to go on. */
export const RESULTS_AT_ONCE = 10_000;

/** A search for files by a pattern, and what it has found so far. */
export class FindRun extends Run {
  readonly kind = 'find';
  private found: ListEntry[] = [];
  private inOrder = true;
  private size = 0;
  private objects = 0;
  private most: number;

  /** @param glob below the prefix of the place */
  constructor(
    id: string,
    place: RunPlace,
    readonly glob: Glob,
    list: ListKeys,
    changed: () => void,
    private readonly resultsAtOnce = RESULTS_AT_ONCE,
  ) {
    super(id, place, list, changed);
    this.most = resultsAtOnce;
  }

  /** What was found, in key order. Names are paths below the place. */
  get entries(): readonly ListEntry[] {
    if (!this.inOrder) {
      this.found.sort((a, b) => compareKeys(a.name, b.name));
      this.inOrder = true;
    }
    return this.found;
  }

  /** How many that are; costs no sorting. */
  get count(): number {
    return this.found.length;
  }

  /** Files among it, and their bytes. */
  get total(): { readonly objects: number; readonly bytes: number } {
    return { objects: this.objects, bytes: this.size };
  }

  protected reset(): void {
    this.found = [];
    this.inOrder = true;
    this.size = 0;
    this.objects = 0;
    this.most = this.resultsAtOnce;
  }

  protected walk(list: ListKeys, options: WalkOptions): Promise<unknown> {
    // What a run before this one still brings is not among it.
    const found = this.found;
    return findKeys(list, this.place, this.glob, {
      ...options,
      onFound: (entries) => {
        if (found === this.found) {
          this.add(entries);
        }
      },
    });
  }

  protected isFull(): boolean {
    return this.found.length >= this.most;
  }

  protected raiseLimit(): void {
    this.most = this.found.length + this.resultsAtOnce;
  }

  private add(entries: readonly ListEntry[]): void {
    for (const entry of entries) {
      this.found.push(entry);
      if (entry.kind === 'object') {
        this.objects += 1;
        this.size += entry.size;
      }
    }
    this.inOrder = false;
  }
}

/**
 * What a typed pattern asks for: below the folder, or, where it is a whole `s3://` address of the same bucket,
 * below the bucket.
 *
 * @throws SkybucketError `bad-address` with what is wrong with it.
 */
export function readPattern(
  place: RunPlace,
  typed: string,
): { readonly place: RunPlace; readonly glob: Glob } {
  const whole = `s3://${place.bucket}/`;
  if (typed.startsWith('s3://') && !typed.startsWith(whole)) {
    throw new SkybucketError('bad-address', `This is not an address in ${whole}.`, {
      hint: 'Select the other bucket in the Archives view, and look there.',
    });
  }
  return typed.startsWith(whole)
    ? { place: { ...place, prefix: '' }, glob: parseGlob(typed.slice(whole.length)) }
    : { place, glob: parseGlob(typed) };
}

/**
 * Where to begin in a place of the sidebar, which may end within a name (`jwst/jw01`): the folder, and the beginning
 * of a pattern that keeps to it.
 */
export function startAt(place: RunPlace): { readonly place: RunPlace; readonly typed: string } {
  const end = place.prefix.lastIndexOf('/') + 1;
  const rest = place.prefix.slice(end);
  const literal = rest.replace(/[*?[{]/g, '[$&]');
  return {
    place: { ...place, prefix: place.prefix.slice(0, end) },
    typed: rest === '' ? '' : `${literal}*`,
  };
}
