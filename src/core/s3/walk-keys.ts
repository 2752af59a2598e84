import type { S3Object } from './listing';
import { compareKeys } from './names';
import { AT_START, goingOn, type Going, isOrdered, type ListKeys, Walk } from './walk';
import type { WalkOptions, WalkPlace, WalkProgress } from './walk';
import type { WalkStep } from './walk-pool';

/** Takes objects as they come. The walk waits for it. */
export type TakeObjects = (objects: readonly S3Object[]) => void | Promise<void>;

export interface WalkKeysOptions extends WalkOptions {
  readonly onObjects: TakeObjects;
}

/** A stretch of the keys of a bucket, in the order of its listing. */
export interface KeyRange {
  readonly prefix: string;
  /** Keys behind this one. */
  readonly after: string | undefined;
  /** The last key that belongs to it, which need not exist. */
  readonly upTo: string | undefined;
  /** Pages that are listed one after the other before the rest is split; a few where it is left out. */
  readonly patience?: number;
}

/** What is listed in so many pages is not worth more requests. */
const PAGES_BEFORE_SPLIT = 4;
/** Pieces of a split have to prove longer than what was split, up to this. */
const MOST_PAGES_BEFORE_SPLIT = 32;
/** Requests that could be under way besides, for a split to be worth its own. */
const LEAST_IDLE = 4;
const MOST_MARKS = 10;

/**
 * Every object below a prefix, each once, in no order. Pages of a listing can be had one after the other only, so
 * a long one is split into ranges of keys that are listed at the same time.
 *
 * The marker of the folder itself (the key that equals a prefix ending with `/`) is not among them; those of
 * folders in it are.
 *
 * @throws SkybucketError what listing throws, `cancelled`
 */
export function walkKeys(
  list: ListKeys,
  { bucket, prefix }: WalkPlace,
  options: WalkKeysOptions,
): Promise<WalkProgress> {
  const walk = new Walk(list, bucket, options);
  const range = { prefix, after: undefined, upTo: undefined };
  return walk.run(rangeStep(walk, range, options.onObjects));
}

/** The step that lists a range, and all of it in the steps that follow. */
export function rangeStep(walk: Walk, range: KeyRange, take: TakeObjects): WalkStep {
  return () => listRange(walk, range, take, AT_START, 1);
}

async function listRange(
  walk: Walk,
  range: KeyRange,
  take: TakeObjects,
  going: Going,
  pages: number,
): Promise<void> {
  const { prefix, upTo, patience = PAGES_BEFORE_SPLIT } = range;
  const page = await walk.page({ prefix, ...whereFrom(range, going) });
  const all = page.entries.flatMap((entry) => (entry.kind === 'object' ? [entry] : []));
  const objects = all.filter(({ key }) => isWithin(key, range));
  if (objects.length > 0) {
    await take(objects);
  }
  const next = goingOn(page, going);
  const last = all.at(-1)?.key;
  if (
    next === undefined ||
    (last !== undefined && !isWithin(last, { ...range, after: undefined }))
  ) {
    return;
  }
  const marks =
    last === undefined || pages < patience || !isOrdered(page)
      ? []
      : await findMarks(walk, range, last);
  if (last === undefined || marks.length === 0) {
    walk.pool.push(() => listRange(walk, range, take, next, pages + 1));
    return;
  }
  const more = Math.min(2 * patience, MOST_PAGES_BEFORE_SPLIT);
  const pieces = [last, ...marks].map((after, index): KeyRange => ({
    ...{ prefix, after, upTo: marks[index] ?? upTo, patience: more },
  }));
  walk.pool.push(...pieces.map((piece) => rangeStep(walk, piece, take)));
}

/**
 * Where to split what is left of a range, where somebody has nothing to do. A key is asked for behind each mark, so
 * that no stretch is listed that has none.
 */
async function findMarks(walk: Walk, range: KeyRange, last: string): Promise<readonly string[]> {
  const { prefix, upTo } = range;
  if (walk.pool.idle < LEAST_IDLE) {
    return [];
  }
  const marks = splitMarks(last, prefix, upTo, Math.min(walk.pool.idle, MOST_MARKS));
  const holds = await Promise.all(
    marks.map(async (mark, index) => {
      const page = await walk.page({ prefix, startAfter: mark, maxKeys: 1 });
      const [first] = page.entries;
      const stretch = { prefix, after: mark, upTo: marks[index + 1] ?? upTo };
      return first?.kind === 'object' && isWithin(first.key, stretch);
    }),
  );
  return marks.filter((_, index) => holds[index]);
}

function whereFrom(
  { after }: KeyRange,
  { token }: Going,
): { readonly continuationToken?: string; readonly startAfter?: string } {
  if (token !== undefined) {
    return { continuationToken: token };
  }
  return after === undefined ? {} : { startAfter: after };
}

function isWithin(key: string, { after, upTo }: KeyRange): boolean {
  return (
    (after === undefined || compareKeys(key, after) > 0) &&
    (upTo === undefined || compareKeys(key, upTo) <= 0)
  );
}

/**
 * Where to split the keys behind `last`, of which nothing is known: where one letter or digit of it counts on. Of
 * `tile-0123` these are `tile-0124`, `tile-013`, `tile-02`, `tile-1`, `tilf`…, so that each stretch may hold ten
 * times as much as the one before it. The long ones are split again.
 *
 * @param most at most so many, those that lead furthest
 * @returns in the order of keys
 */
export function splitMarks(
  last: string,
  prefix: string,
  upTo: string | undefined,
  most: number,
): readonly string[] {
  const marks: string[] = [];
  for (let at = prefix.length; at < last.length && marks.length < most; at++) {
    if (/[0-8A-Ya-y]/.test(last.charAt(at))) {
      const mark = last.slice(0, at) + String.fromCharCode(last.charCodeAt(at) + 1);
      if (upTo === undefined || compareKeys(mark, upTo) < 0) {
        marks.push(mark);
      }
    }
  }
  return marks.reverse();
}
