import { nameOfQuery } from '../../core/adql/query-name';
import type { JobPhase } from '../../core/archives/tap/job';
import type { KeptJob } from './job-list';

/** How a job is, for people. */
const WORDS: Readonly<Record<JobPhase, string>> = {
  PENDING: 'not started',
  QUEUED: 'waiting for its turn',
  EXECUTING: 'running',
  HELD: 'held by the service',
  SUSPENDED: 'stopped for a while',
  UNKNOWN: 'not known',
  COMPLETED: 'done',
  ERROR: 'failed',
  ABORTED: 'aborted',
  ARCHIVED: 'results are gone',
};

/** What can be done with it: menus go by these words. */
export type JobState = 'running' | 'done' | 'failed' | 'gone';

export function stateOf({ phase }: Pick<KeptJob, 'phase'>): JobState {
  switch (phase) {
    case 'COMPLETED':
      return 'done';
    case 'ERROR':
    case 'ABORTED':
      return 'failed';
    case 'ARCHIVED':
      return 'gone';
    case 'PENDING':
    case 'QUEUED':
    case 'EXECUTING':
    case 'HELD':
    case 'SUSPENDED':
    case 'UNKNOWN':
      return 'running';
  }
}

/** The tables it asks: the words of a query begin alike. */
export function jobLabel(job: Pick<KeptJob, 'record'>): string {
  return nameOfQuery(job.record.query) ?? jobTitle(job);
}

/** The query on one line, without its comments. */
export function jobTitle({ record }: Pick<KeptJob, 'record'>): string {
  const line = record.query
    .replace(/--.*$/gm, ' ')
    .replace(/\/\*.*?\*\//gs, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const signs = Array.from(line);
  return signs.length <= 100 ? line : `${signs.slice(0, 99).join('')}…`;
}

/** `running for 2 min · IRSA`, `done in 12 s · 1,204 rows · Gaia`. */
export function jobDescription(job: KeptJob, now: Date): string {
  const { phase, result, started, ended } = job;
  const time = timeWords(started, ended ?? now.toISOString());
  const running = phase === 'EXECUTING' && time !== undefined ? ` for ${time}` : '';
  const took = phase === 'COMPLETED' && ended !== undefined && time !== undefined;
  return [
    `${WORDS[phase]}${took ? ` in ${time}` : running}`,
    ...(result === undefined ? [] : [rowWords(result.rows, result.partial !== undefined)]),
    job.record.who,
  ].join(' · ');
}

export function rowWords(rows: number, isPartial = false): string {
  const count = `${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'}`;
  return isPartial ? `${count}, partial` : count;
}

/** `12 s`, `3 min`, `2 h 5 min`; services leave the zone out mostly, and mean UTC. */
export function timeWords(from: string | undefined, to: string): string | undefined {
  const seconds = Math.round((utc(to) - utc(from ?? '')) / 1000);
  if (!(seconds >= 0)) {
    return undefined;
  }
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (minutes === 0) {
    return `${seconds} s`;
  }
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
}

function utc(time: string): number {
  return Date.parse(/(z|[+-]\d\d:?\d\d)$/i.test(time) ? time : `${time}Z`);
}
