import { SkybucketError } from '../../errors';
import type { TapService } from './service';
import { jobAddress } from './service';
import type { Job } from './job';
import type { TapQuery } from './query';

/** What is kept of a job so that it can be taken up again; plain JSON. */
export interface JobRecord {
  readonly kind: 'tap-job';
  /** Of the service as a whole. */
  readonly service: string;
  readonly who: string;
  /** Of the job. */
  readonly address: string;
  readonly query: string;
  readonly mostRows: number | undefined;
  /** When it was made, ISO 8601. */
  readonly made: string;
}

export function recordOf(
  { address: service, who }: Pick<TapService, 'address' | 'who'>,
  { address }: Pick<Job, 'address'>,
  { query, mostRows }: TapQuery,
  made: Date,
): JobRecord {
  return { kind: 'tap-job', service, who, address, query, mostRows, made: made.toISOString() };
}

/**
 * Reads a record from where it was kept. Undefined for what is none, or leads to another site than its service:
 * what is kept may have been changed by others.
 */
export function readJobRecord(value: unknown): JobRecord | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const { kind, service, who, address, query, mostRows, made } = value as Partial<
    Record<keyof JobRecord, unknown>
  >;
  const texts = [service, who, address, query, made];
  if (kind !== 'tap-job' || !texts.every((text) => typeof text === 'string')) {
    return undefined;
  }
  const record = { kind, service, who, address, query, mostRows, made } as JobRecord;
  const rows = typeof mostRows === 'number' && mostRows > 0 ? Math.floor(mostRows) : undefined;
  try {
    return { ...record, address: jobAddress(serviceOf(record), record.address), mostRows: rows };
  } catch (error) {
    if (error instanceof SkybucketError) {
      return undefined;
    }
    throw error;
  }
}

function serviceOf({ service, who }: JobRecord): Pick<TapService, 'address' | 'who'> {
  return { address: service, who };
}
