import { type GlobState, isLast, partAt } from './glob';
import type { NamePattern } from './glob-name';
import { compareKeys } from './names';

/** A listing of one folder by delimiter, which serves several paths. */
export interface NameListing {
  /** What all names begin with that are looked for. */
  readonly start: string;
  readonly states: readonly GlobState[];
  /** Nothing that comes behind this in the folder is looked for; undefined where that is not known. */
  readonly end: string | undefined;
}

/** What is to be asked for in one folder. */
export interface FolderPlan {
  readonly listings: readonly NameListing[];
  /** Folders by their names, to be gone into without a look whether they are there. */
  readonly folders: ReadonlyMap<string, readonly GlobState[]>;
}

/**
 * Plans one folder. Names are listed from what they begin with on; where one such beginning is that of another,
 * one listing serves both, so that nothing is listed twice and no folder is gone into twice.
 *
 * @param states none of them at `**`
 */
export function listingsOf(states: readonly GlobState[]): FolderPlan {
  const named = states.flatMap((state) => {
    const part = partAt(state);
    return part?.kind === 'name' ? [{ state, name: part.name }] : [];
  });
  const goesInto = ({ state, name }: Named): boolean =>
    name.literal !== undefined && !isLast(state);
  const looked = named.filter((one) => !goesInto(one));
  const starts = distinctStarts(looked.map(({ name }) => name.start));
  const groups = new Map(starts.map((start): [string, Named[]] => [start, []]));
  const folders = new Map<string, GlobState[]>();
  for (const one of named) {
    const start = starts.find((text) => one.name.start.startsWith(text));
    if (start !== undefined) {
      groups.get(start)?.push(one);
    } else {
      const name = one.name.start;
      const rest = { path: one.state.path, at: one.state.at + 1 };
      folders.set(name, [...(folders.get(name) ?? []), rest]);
    }
  }
  const listings = [...groups].map(([start, group]) => ({
    start,
    states: group.map(({ state }) => state),
    end: endOf(group),
  }));
  return { listings, folders };
}

interface Named {
  readonly state: GlobState;
  readonly name: NamePattern;
}

/** Those of which none begins with another. */
function distinctStarts(starts: readonly string[]): readonly string[] {
  const shortest = [...new Set(starts)].sort((a, b) => a.length - b.length);
  return shortest.filter((start, i) => !shortest.slice(0, i).some((one) => start.startsWith(one)));
}

/** Behind the last folder of the names, where all are said; `/` comes behind names that go on with `-` or `.`. */
function endOf(group: readonly Named[]): string | undefined {
  const names = group.map(({ name }) => name.literal);
  return names.every((name) => name !== undefined)
    ? names.map((name) => `${name}/`).reduce((a, b) => (compareKeys(a, b) > 0 ? a : b))
    : undefined;
}
