import { cancelled, isBroken, isCancelled, sentence, SkybucketError } from '../../errors';
import type { FolderOptions } from '../layout/dataset-folder';
import { Failures } from './failures';
import { Pause } from './pause';
import type { FilePlan, GroupPlan, QueryPlan } from './plan';
import { readGroup, type ResultRows } from './read-group';
import type { ResultTable } from './result-table';

export interface RunProgress {
  /** Of the bytes of the plan, those that are read or turned out not to be needed. */
  readonly bytes: number;
  readonly ofBytes: number;
  readonly rowGroups: number;
  readonly ofRowGroups: number;
  /** In the result so far. */
  readonly rows: number;
}

export interface RunOptions extends FolderOptions {
  readonly pause?: Pause | undefined;
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
  /** Bytes of memory that a result may take; it ends there, marked incomplete. */
  readonly mostMemory?: number | undefined;
}

/** Row groups read at a time: enough that the next ones are under way while one is waited for, … */
const MOST_GROUPS = 64;
/** … few enough for memory, … */
const MOST_BYTES = 32 * 1024 * 1024;
/** … but some however large they are. */
const LEAST_GROUPS = 3;
export const MOST_MEMORY = 1024 * 1024 * 1024;

/**
 * Runs a query: rows come into `result` in the order of the plan, while it runs. It resolves when all is read, when
 * it was stopped, or when memory is full; the table says whether it is complete, and if not why. A row
 * group that cannot be read is left out and told; where none can be any more, the run fails, and keeps what it has.
 */
export async function runQuery(
  plan: QueryPlan,
  result: ResultTable,
  options: RunOptions = {},
): Promise<void> {
  const { pause = new Pause(), mostMemory = MOST_MEMORY } = options;
  plan.problems.forEach((problem) => result.tell(problem));
  plan.gone.forEach((problem) => result.lose(problem));
  const tasks = plan.files.flatMap((file) => file.groups.map((group) => ({ file, group })));
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  options.signal?.addEventListener('abort', abort, { once: true });
  if (options.signal?.aborted) {
    abort();
  }
  const given = { ...options, signal: stop.signal };
  const begin = async ({ file, group }: Task): Promise<ResultRows | undefined> => {
    await pause.passed(stop.signal);
    return readGroup(plan, file, group, given);
  };
  const underWay: Promise<Outcome>[] = [];
  const failures = new Failures();
  let bytes = 0;
  let bytesUnderWay = 0;
  const hasRoom = (): boolean =>
    underWay.length < LEAST_GROUPS || (underWay.length < MOST_GROUPS && bytesUnderWay < MOST_BYTES);
  try {
    let next = 0;
    for (const [i, { file, group }] of tasks.entries()) {
      while (next < tasks.length && hasRoom()) {
        const task = tasks[next++] as Task;
        bytesUnderWay += task.group.bytes;
        underWay.push(settled(begin(task)));
      }
      const outcome = await (underWay.shift() as Promise<Outcome>);
      bytesUnderWay -= group.bytes;
      await pause.passed(stop.signal);
      if (stop.signal.aborted) {
        throw cancelled();
      }
      bytes += group.bytes;
      if ('error' in outcome) {
        missed(result, file, group, outcome.error);
        if (!isBroken(outcome.error)) {
          failures.failed(outcome.error as SkybucketError);
        }
      } else {
        failures.passed();
        if (outcome.rows !== undefined) {
          result.add(outcome.rows);
        }
      }
      options.onProgress?.({
        ...{ bytes, ofBytes: plan.bytes, rows: result.rows },
        ...{ rowGroups: i + 1, ofRowGroups: tasks.length },
      });
      if (result.memory > mostMemory && i + 1 < tasks.length) {
        result.end('full');
        return;
      }
    }
    failures.throwIfAll();
    result.end('done');
  } catch (error) {
    if (isCancelled(error)) {
      result.end('stopped');
    } else if (error instanceof SkybucketError) {
      result.fail(error);
    } else {
      throw error;
    }
  } finally {
    options.signal?.removeEventListener('abort', abort);
    stop.abort();
  }
}

interface Task {
  readonly file: FilePlan;
  readonly group: GroupPlan;
}

type Outcome = { readonly rows: ResultRows | undefined } | { readonly error: unknown };

function settled(work: Promise<ResultRows | undefined>): Promise<Outcome> {
  return work.then(
    (rows) => ({ rows }),
    (error: unknown) => ({ error }),
  );
}

function missed(
  result: ResultTable,
  { partition }: FilePlan,
  { rows }: GroupPlan,
  error: unknown,
): void {
  if (isCancelled(error) || !(error instanceof SkybucketError)) {
    throw error;
  }
  result.lose(
    `Up to ${rows.to - rows.from} rows of ${partition.path} are missing: ${sentence(error)}`,
  );
}
