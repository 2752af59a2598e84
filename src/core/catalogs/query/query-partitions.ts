import { inParallel } from '../../archives/in-parallel';
import { isCancelled, sentence, SkybucketError, throwIfAborted } from '../../errors';
import { mayMatch } from '../filter/may-match';
import { ANYTHING, point, type Range } from '../filter/range';
import type { RowFilter } from '../filter/row-filter';
import type { FolderOptions } from '../layout/dataset-folder';
import { isParquet, type Partition } from '../layout/layout';
import type { CatalogQuery } from './query';

/** More are not looked into for one query. */
const MOST_FILES = 50_000;
/** Folders listed at a time. */
const PARALLEL = 16;

/**
 * The files to look into, as far as their names tell: those of the partitions that the region and the filter leave.
 *
 * @param lost takes a sentence for each folder that could not be listed.
 * @throws SkybucketError `too-large` for more files than sensible, `network` where nothing could be listed.
 */
export async function queryPartitions(
  query: CatalogQuery,
  filter: RowFilter | undefined,
  lost: string[],
  options: FolderOptions,
): Promise<Partition[]> {
  const { layout, region } = query;
  const onLost = (problem: string): void => void lost.push(problem);
  const found: Partition[] = [];
  for await (const partition of layout.partitions({ ...options, within: region?.within, onLost })) {
    throwIfAborted(options.signal);
    if (namesMayMatch(query, filter, partition)) {
      found.push(partition);
      checkCount(found.length);
    }
  }
  let count = found.filter(({ path }) => !path.endsWith('/')).length;
  const files = await inParallel(found, PARALLEL, async (partition) => {
    if (!partition.path.endsWith('/')) {
      return [partition];
    }
    const inside = await filesIn(query, partition, onLost, options);
    count += inside.length;
    checkCount(count);
    return inside;
  });
  const all = files.flat();
  if (all.length === 0 && lost.length > 0) {
    throw new SkybucketError('network', lost[0] as string, { retryable: true });
  }
  return all;
}

async function filesIn(
  { folder }: CatalogQuery,
  partition: Partition,
  onLost: (problem: string) => void,
  options: FolderOptions,
): Promise<Partition[]> {
  const found: Partition[] = [];
  try {
    for await (const { path, size } of folder.files(partition.path, options)) {
      throwIfAborted(options.signal);
      if (isParquet(path)) {
        found.push({ ...partition, path, size });
        checkCount(found.length);
      }
    }
  } catch (error) {
    if (!(error instanceof SkybucketError) || isCancelled(error) || found.length > MOST_FILES) {
      throw error;
    }
    onLost(`What lies in ${partition.path} could not be listed: ${sentence(error)}`);
  }
  return found;
}

function checkCount(files: number): void {
  if (files > MOST_FILES) {
    throw new SkybucketError(
      'too-large',
      `The query would look into more than ${MOST_FILES} files.`,
      { hint: 'Choose a smaller region.' },
    );
  }
}

function namesMayMatch(
  { schema }: CatalogQuery,
  filter: RowFilter | undefined,
  { values }: Partition,
): boolean {
  if (filter === undefined || values.size === 0) {
    return true;
  }
  const ranges = filter.uses.map(({ column }): Range => {
    const value = values.get(schema.columns[column]?.name ?? '');
    return value === undefined
      ? ANYTHING
      : value === null
        ? { ...ANYTHING, nothing: true }
        : point(value);
  });
  return mayMatch(filter.typed, ranges);
}
