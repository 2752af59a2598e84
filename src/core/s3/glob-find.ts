import { isLast, type Glob, type GlobState, partAt, startOf, wantsFolders } from './glob';
import { FlatMatcher } from './glob-flat';
import { listingsOf, type NameListing } from './glob-listings';
import { type FolderToVisit, sweepStep, SWEEP_FOLDERS, worthSweeping } from './glob-sweep';
import type { ListEntry } from './listing';
import { compareKeys } from './names';
import { AT_START, goingOn, type Going, isOrdered, type ListKeys, pathOf, Walk } from './walk';
import type { WalkOptions, WalkPlace, WalkProgress } from './walk';
import { rangeStep } from './walk-keys';
import type { WalkStep } from './walk-pool';

export interface FindOptions extends WalkOptions {
  /** Takes what is found, as it is found. Their names are paths below the place. The walk waits for it. */
  readonly onFound: (entries: readonly ListEntry[]) => void | Promise<void>;
}

/**
 * Finds keys below a prefix by a pattern; each thing is found once, in no order.
 *
 * Names that the pattern gives are gone into unseen; where it has wildcards in a name, the folder is listed by
 * delimiter from the beginning of that name on, many folders at the same time; from `**` on, all keys are listed,
 * since all have to be looked at. Where folders turn out to hold so little that a page of keys spans many of them,
 * keys are listed there as well.
 *
 * @throws SkybucketError what listing throws, `cancelled`
 */
export function findKeys(
  list: ListKeys,
  place: WalkPlace,
  glob: Glob,
  options: FindOptions,
): Promise<WalkProgress> {
  const walk = new Walk(list, place.bucket, options);
  const finder = new Finder(walk, (entries) =>
    entries.length === 0
      ? undefined
      : options.onFound(entries.map((entry) => named(entry, place.prefix))),
  );
  return walk.run(() => {
    finder.visit({ prefix: place.prefix, states: startOf(glob) });
    return Promise.resolve();
  });
}

function named(entry: ListEntry, prefix: string): ListEntry {
  return entry.kind === 'object'
    ? { ...entry, name: entry.key.slice(prefix.length) }
    : { ...entry, name: entry.prefix.slice(prefix.length, -1) };
}

class Finder {
  constructor(
    private readonly walk: Walk,
    private readonly found: (entries: readonly ListEntry[]) => void | Promise<void>,
  ) {}

  /** Goes on in a folder with what is left of the paths. */
  visit({ prefix, states }: FolderToVisit): void {
    if (states.some((state) => partAt(state)?.kind === 'folders')) {
      const matcher = new FlatMatcher(prefix, states);
      const range = { prefix, after: undefined, upTo: undefined };
      this.walk.pool.push(
        rangeStep(this.walk, range, (objects) => this.found(matcher.match(objects))),
      );
      return;
    }
    const { listings, folders } = listingsOf(states);
    this.walk.pool.push(
      ...listings.map(
        (listing): WalkStep =>
          () =>
            this.list(prefix, listing, AT_START),
      ),
    );
    for (const [name, rest] of folders) {
      this.visit({ prefix: `${prefix}${name}/`, states: rest });
    }
  }

  private async list(folder: string, listing: NameListing, going: Going): Promise<void> {
    const prefix = folder + listing.start;
    const { token } = going;
    const page = await this.walk.page({
      ...{ prefix, delimiter: '/' },
      ...(token === undefined ? {} : { continuationToken: token }),
    });
    const matching: ListEntry[] = [];
    const below: FolderToVisit[] = [];
    for (const entry of page.entries) {
      const { isFound, rest } = look(entry, nameIn(folder, entry), listing.states);
      if (isFound) {
        matching.push(entry);
      }
      if (entry.kind === 'folder' && rest.length > 0) {
        below.push({ prefix: entry.prefix, states: rest });
      }
    }
    await this.found(matching);
    const next = goingOn(page, going);
    if (
      next !== undefined &&
      !(isOrdered(page) && isBehind(page.entries.at(-1), folder, listing.end))
    ) {
      this.walk.pool.push(() => this.list(folder, listing, next));
    }
    this.goBelow(prefix, below);
  }

  private goBelow(prefix: string, below: readonly FolderToVisit[]): void {
    if (!worthSweeping(below.length)) {
      below.toReversed().forEach((folder) => this.visit(folder));
      return;
    }
    const steps: WalkStep[] = [];
    for (let from = 0; from < below.length; from += SWEEP_FOLDERS) {
      steps.push(
        sweepStep(this.walk, prefix, below.slice(from, from + SWEEP_FOLDERS), {
          found: this.found,
          visit: (folder) => this.visit(folder),
        }),
      );
    }
    this.walk.pool.push(...steps);
  }
}

/** Whether a path ends with this entry, and what is left of those that go on in it. */
function look(
  { kind }: ListEntry,
  name: string,
  states: readonly GlobState[],
): { readonly isFound: boolean; readonly rest: readonly GlobState[] } {
  const matched = states.filter((state) => {
    const part = partAt(state);
    return part?.kind === 'name' && part.name.matches(name);
  });
  const ending = matched.filter(isLast);
  return {
    isFound: ending.some(kind === 'object' ? ({ path }) => !path.folder : wantsFolders),
    rest: matched.flatMap((state) =>
      isLast(state) ? [] : [{ path: state.path, at: state.at + 1 }],
    ),
  };
}

function nameIn(folder: string, entry: ListEntry): string {
  return pathOf(entry).slice(folder.length, entry.kind === 'folder' ? -1 : undefined);
}

/** Whether nothing that is looked for comes behind this entry. */
function isBehind(entry: ListEntry | undefined, folder: string, end: string | undefined): boolean {
  return entry !== undefined && end !== undefined && compareKeys(nameIn(folder, entry), end) > 0;
}
