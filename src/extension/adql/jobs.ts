import { isOver, type Job } from '../../core/archives/tap/job';
import { recordOf } from '../../core/archives/tap/job-record';
import { whyFewer } from '../../core/archives/tap/limits';
import { resultOf } from '../../core/archives/tap/job-table';
import type { TapQuery } from '../../core/archives/tap/query';
import type { TapService } from '../../core/archives/tap/service';
import { abortJob, createJob, deleteJob, jobAt, startJob } from '../../core/archives/tap/uws';
import { type Pauses, waitForJob } from '../../core/archives/tap/wait';
import type { ServiceTools } from '../../core/archives/service-call';
import { isCancelled, sentence, SkybucketError } from '../../core/errors';
import { writeVoTable } from '../../core/votable/write-votable';
import { type JobList, type JobRows, type KeptJob, withJob } from './job-list';

/** Where the tables of jobs are kept. */
export interface JobFiles {
  write(id: string, pieces: AsyncIterable<string>): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface JobsNeeds {
  readonly list: JobList;
  readonly files: JobFiles;
  readonly tools: ServiceTools;
  readonly now: () => Date;
  readonly newId: () => string;
  /** A job has changed, has come or has gone. */
  readonly onChange: () => void;
  /** A job that was followed here is over. */
  readonly onOver: (job: KeptJob) => void;
  readonly pauses?: Pauses | undefined;
}

export interface FetchOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told of rows and bytes as they come. */
  readonly onProgress?: ((rows: number) => void) | undefined;
}

/** Queries that run at services as jobs: made, followed, aborted, their tables fetched, deleted. */
export class Jobs {
  private readonly following = new Map<string, AbortController>();
  private readonly fetching = new Map<string, Promise<JobRows>>();

  constructor(private readonly needs: JobsNeeds) {}

  list(): readonly KeptJob[] {
    return this.needs.list.list();
  }

  get(id: string): KeptJob | undefined {
    return this.needs.list.get(id);
  }

  /** Whether the service is asked about it now. */
  isFollowed(id: string): boolean {
    return this.following.has(id);
  }

  /**
   * Makes a job of a query, starts and follows it. It is kept as soon as there is one.
   *
   * @throws SkybucketError what the service says of the query, or why it could not be asked.
   */
  async submit(service: TapService, query: TapQuery, signal?: AbortSignal): Promise<KeptJob> {
    const { list, newId, now } = this.needs;
    const made = await createJob(service, query, { signal });
    const record = recordOf(service, made, query, now());
    const fresh = { id: newId(), record, problem: undefined, result: undefined };
    let kept = withJob({ ...fresh, ...times(made) }, made);
    await this.put(kept);
    try {
      const started = await startJob(service, made, { signal });
      kept = withJob(kept, started);
      await this.put(kept);
    } catch (error) {
      if (isCancelled(error)) {
        void this.drop(kept.id);
      } else if (list.get(kept.id) !== undefined) {
        // It is there, but does not run: it can be looked at and deleted.
        await this.put({ ...kept, problem: sentence(error) });
      }
      throw error;
    }
    if (isOver(kept)) {
      this.needs.onOver(kept);
    } else {
      void this.follow(kept.id);
    }
    return kept;
  }

  /** Asks the service about all jobs that were not over when last seen. */
  followAll(): void {
    for (const job of this.list()) {
      if (!isOver(job)) {
        void this.follow(job.id);
      }
    }
  }

  /** Waits for the end of a job; what goes wrong is kept as its problem. */
  async follow(id: string): Promise<void> {
    const kept = this.get(id);
    if (kept === undefined || this.following.has(id)) {
      return;
    }
    const controller = new AbortController();
    this.following.set(id, controller);
    try {
      const service = this.serviceOf(kept);
      const { signal } = controller;
      const now = await jobAt(service, kept.record.address, { signal });
      await this.update(id, now);
      const { pauses } = this.needs;
      const over = await waitForJob(service, now, {
        ...{ signal, pauses },
        onJob: (job) => void this.update(id, job),
      });
      const done = await this.update(id, over);
      if (done !== undefined && !isOver(kept)) {
        this.needs.onOver(done);
      }
    } catch (error) {
      const last = this.get(id);
      if (last !== undefined && !isCancelled(error)) {
        const gone = error instanceof SkybucketError && error.code === 'not-found';
        await this.put({
          ...last,
          phase: gone ? 'ARCHIVED' : last.phase,
          problem: sentence(error),
        });
      }
    } finally {
      this.following.delete(id);
      this.needs.onChange();
    }
  }

  /**
   * Reads the table of a job that is done and keeps it, or says what is kept.
   *
   * @throws SkybucketError where the job failed or is not done, or its table cannot be had.
   */
  async fetch(id: string, options: FetchOptions = {}): Promise<JobRows> {
    const { result } = this.known(id);
    if (result !== undefined) {
      return result;
    }
    // Asked for twice, it is read and written once.
    const running = this.fetching.get(id) ?? this.fetchNow(id, options);
    this.fetching.set(id, running);
    try {
      return await running;
    } finally {
      this.fetching.delete(id);
    }
  }

  private async fetchNow(id: string, options: FetchOptions): Promise<JobRows> {
    const kept = this.known(id);
    const service = this.serviceOf(kept);
    const { signal, onProgress } = options;
    const job = await jobAt(service, kept.record.address, { signal });
    await this.update(id, job);
    const found = await resultOf(service, job, {
      ...{ signal, asked: kept.record.mostRows },
      onProgress: ({ rows }) => onProgress?.(rows),
    });
    const { table } = found;
    const partial = whyFewer(found);
    const infos = [
      { name: 'service', value: service.who },
      { name: 'address', value: service.address },
      { name: 'query', value: kept.record.query },
    ];
    await this.needs.files.write(
      id,
      writeVoTable(table, { signal, partial, infos, fields: table.fields }),
    );
    const result = { rows: table.rows, partial };
    const now = this.get(id);
    if (now !== undefined) {
      await this.put({ ...now, result });
    }
    return result;
  }

  /** The table of a job is to be fetched again. */
  async forgetResult(id: string): Promise<void> {
    const kept = this.get(id);
    if (kept !== undefined) {
      await this.put({ ...kept, result: undefined });
    }
  }

  /** Tells the service to stop a job. */
  async abort(id: string, signal?: AbortSignal): Promise<void> {
    const kept = this.known(id);
    const service = this.serviceOf(kept);
    await abortJob(service, kept.record, { signal });
    await this.update(id, await jobAt(service, kept.record.address, { signal }));
    void this.follow(id);
  }

  /**
   * Deletes a job, here and at the service.
   *
   * @returns why the service still has it, in a sentence; undefined where it has not
   */
  async delete(id: string): Promise<string | undefined> {
    const kept = this.known(id);
    this.following.get(id)?.abort();
    await this.needs.list.remove(id);
    await this.needs.files.remove(id);
    this.needs.onChange();
    if (kept.phase === 'ARCHIVED') {
      return undefined;
    }
    return deleteJob(this.serviceOf(kept), kept.record).then(
      () => undefined,
      (error: unknown) => sentence(error),
    );
  }

  /** Deletes a job that nobody wants; it is shown until the service knows of that. */
  private async drop(id: string): Promise<void> {
    const kept = this.known(id);
    try {
      await deleteJob(this.serviceOf(kept), kept.record);
      await this.needs.list.remove(id);
      this.needs.onChange();
    } catch (error) {
      await this.put({
        ...kept,
        problem: `Cancelled, but the service could not be told to delete it: ${sentence(error)}`,
      });
    }
  }

  /** Stops asking; the jobs run on. */
  dispose(): void {
    for (const controller of this.following.values()) {
      controller.abort();
    }
  }

  /** Who has a job. */
  serviceOf({ record }: KeptJob): TapService {
    return { address: record.service, who: record.who, tools: this.needs.tools };
  }

  private async update(id: string, job: Job): Promise<KeptJob | undefined> {
    const kept = this.get(id);
    if (kept === undefined) {
      return undefined;
    }
    const now = withJob(kept, job);
    await this.put(now);
    return now;
  }

  private async put(job: KeptJob): Promise<void> {
    await this.needs.list.put(job);
    this.needs.onChange();
  }

  private known(id: string): KeptJob {
    const kept = this.get(id);
    if (kept === undefined) {
      throw new SkybucketError('not-found', 'This job is there no more.', {
        hint: 'It has been deleted, maybe in another window.',
      });
    }
    return kept;
  }
}

function times({
  phase,
  started,
  ended,
  destruction,
}: Job): Pick<KeptJob, 'phase' | 'started' | 'ended' | 'destruction'> {
  return { phase, started, ended, destruction };
}
