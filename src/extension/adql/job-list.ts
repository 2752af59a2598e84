import { isOver, type Job, type JobPhase } from '../../core/archives/tap/job';
import { type JobRecord, readJobRecord } from '../../core/archives/tap/job-record';
import type { Memory } from '../links';
import { JOBS_KEY } from './ids';

/** A job as it is kept across restarts. */
export interface KeptJob {
  /** Ours; the name of its file, too. */
  readonly id: string;
  readonly record: JobRecord;
  readonly phase: JobPhase;
  /** Times as the service writes them. */
  readonly started: string | undefined;
  readonly ended: string | undefined;
  readonly destruction: string | undefined;
  /** What the service says of an error, or why it could not be asked; one sentence. */
  readonly problem: string | undefined;
  /** What its table has brought, once it was fetched. */
  readonly result: JobRows | undefined;
}

export interface JobRows {
  readonly rows: number;
  /** Why rows are missing, one sentence. */
  readonly partial: string | undefined;
}

const ID = /^[a-z0-9]{6,40}$/;
const PHASES: readonly JobPhase[] = [
  ...(['PENDING', 'QUEUED', 'EXECUTING', 'HELD', 'SUSPENDED', 'UNKNOWN'] as const),
  ...(['COMPLETED', 'ERROR', 'ABORTED', 'ARCHIVED'] as const),
];

/** The jobs, the newest first, in the state of the extension. What is there may be from any version. */
export class JobList {
  constructor(private readonly memory: Memory) {}

  list(): readonly KeptJob[] {
    const kept: unknown = this.memory.get(JOBS_KEY);
    return Array.isArray(kept) ? kept.flatMap((value: unknown) => readJob(value) ?? []) : [];
  }

  get(id: string): KeptJob | undefined {
    return this.list().find((job) => job.id === id);
  }

  /** In place of the one with its id, else in front. */
  async put(job: KeptJob): Promise<void> {
    const all = this.list();
    const isKnown = all.some(({ id }) => id === job.id);
    const next = isKnown ? all.map((each) => (each.id === job.id ? job : each)) : [job, ...all];
    await this.memory.update(JOBS_KEY, next);
  }

  async remove(id: string): Promise<void> {
    await this.memory.update(
      JOBS_KEY,
      this.list().filter((job) => job.id !== id),
    );
  }
}

/** What is kept of a job, with what the service says of it now. */
export function withJob(kept: KeptJob, job: Job): KeptJob {
  const { phase, started, ended, destruction, error } = job;
  const problem = isOver(job) && error?.message ? error.message : undefined;
  return { ...kept, phase, started, ended, destruction, problem };
}

function readJob(value: unknown): KeptJob | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const { id, record, phase, started, ended, destruction, problem, result } = value as Partial<
    Record<keyof KeptJob, unknown>
  >;
  const read = readJobRecord(record);
  if (typeof id !== 'string' || !ID.test(id) || read === undefined) {
    return undefined;
  }
  return {
    ...{ id, record: read, result: readRows(result) },
    phase: PHASES.find((each) => each === phase) ?? 'UNKNOWN',
    started: text(started),
    ended: text(ended),
    destruction: text(destruction),
    problem: text(problem),
  };
}

function readRows(value: unknown): JobRows | undefined {
  const { rows, partial } = (value ?? {}) as Partial<Record<keyof JobRows, unknown>>;
  return typeof rows === 'number' && rows >= 0 ? { rows, partial: text(partial) } : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
