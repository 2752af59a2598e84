import { SkybucketError } from '../../errors';
import { childOf, childrenOf, descendants, parseXml, textOf, type XmlElement } from './xml';

/**
 * Where a job of a Universal Worker Service is:
 *
 * | phase | means |
 * |---|---|
 * | `PENDING` | made, not told to start |
 * | `QUEUED`, `EXECUTING` | on its way |
 * | `HELD` | waits for the service's say-so |
 * | `SUSPENDED` | stopped for a while by the service |
 * | `UNKNOWN` | the service does not know; to be asked again |
 * | `COMPLETED`, `ERROR`, `ABORTED` | over |
 * | `ARCHIVED` | over, its results are gone |
 */
export type JobPhase =
  | 'PENDING'
  | 'QUEUED'
  | 'EXECUTING'
  | 'HELD'
  | 'SUSPENDED'
  | 'UNKNOWN'
  | 'COMPLETED'
  | 'ERROR'
  | 'ABORTED'
  | 'ARCHIVED';

const PHASES: readonly JobPhase[] = [
  ...(['PENDING', 'QUEUED', 'EXECUTING', 'HELD', 'SUSPENDED', 'UNKNOWN'] as const),
  ...(['COMPLETED', 'ERROR', 'ABORTED', 'ARCHIVED'] as const),
];

/** What the service says of a job. Times are as the service writes them, ISO 8601 in UTC. */
export interface Job {
  readonly address: string;
  readonly id: string;
  readonly phase: JobPhase;
  /** Of UWS: `1.0` where it does not say. */
  readonly version: string;
  /** When it expects to be done. */
  readonly quote: string | undefined;
  readonly created: string | undefined;
  readonly started: string | undefined;
  readonly ended: string | undefined;
  /** Seconds it may run; 0 for without end. */
  readonly executionDuration: number | undefined;
  /** When the service deletes it. */
  readonly destruction: string | undefined;
  /** By their ids in small letters. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly results: readonly JobResult[];
  readonly error: JobError | undefined;
}

export interface JobResult {
  readonly id: string;
  /** As it is written: it may be relative, and lead anywhere. */
  readonly href: string;
}

export interface JobError {
  readonly message: string;
  /** True where the same may succeed later. */
  readonly transient: boolean;
  /** Whether there is a document that says more. */
  readonly hasDetail: boolean;
}

/** Whether nothing more will come of it. */
export function isOver({ phase }: Pick<Job, 'phase'>): boolean {
  return ['COMPLETED', 'ERROR', 'ABORTED', 'ARCHIVED'].includes(phase);
}

/** Whether the service can be asked to answer only when the phase changes. */
export function canWait({ version }: Pick<Job, 'version'>): boolean {
  const [major = 1, minor = 0] = version.split('.').map(Number);
  return major > 1 || (major === 1 && minor >= 1);
}

/**
 * Reads a job's document.
 *
 * @param address of the job.
 * @throws SkybucketError `server`
 */
export function readJob(text: string, address: string, who: string): Job {
  const root = parseXml(text, who);
  if (root.name !== 'job' && root.name !== 'jobSummary') {
    throw new SkybucketError('server', `${who} answered with something that is no job.`, {
      hint: 'Check the address of the service.',
    });
  }
  const duration = Number(textOf(root, 'executionDuration') ?? NaN);
  return {
    address,
    id: textOf(root, 'jobId') ?? address.replace(/.*\//, ''),
    phase: phaseOf(textOf(root, 'phase')),
    version: root.attributes['version'] ?? '1.0',
    quote: textOf(root, 'quote'),
    created: textOf(root, 'creationTime'),
    started: textOf(root, 'startTime'),
    ended: textOf(root, 'endTime'),
    executionDuration: Number.isFinite(duration) && duration >= 0 ? duration : undefined,
    destruction: textOf(root, 'destruction'),
    parameters: parametersOf(root),
    results: [...descendants(root, 'result')].flatMap(({ attributes: { id = '', href } }) =>
      href === undefined || href.trim() === '' ? [] : [{ id, href: href.trim() }],
    ),
    error: errorOf(childOf(root, 'errorSummary')),
  };
}

/** A word nobody knows is most likely a new one for a job on its way. */
function phaseOf(text = ''): JobPhase {
  return PHASES.find((phase) => phase === text.toUpperCase()) ?? 'UNKNOWN';
}

function parametersOf(root: XmlElement): Record<string, string> {
  const parameters = Object.create(null) as Record<string, string>;
  for (const { attributes, text } of childrenOf(childOf(root, 'parameters'), 'parameter')) {
    parameters[(attributes['id'] ?? '').toLowerCase()] = text;
  }
  return parameters;
}

function errorOf(summary: XmlElement | undefined): JobError | undefined {
  return (
    summary && {
      message: textOf(summary, 'message') ?? summary.text,
      transient: summary.attributes['type'] === 'transient',
      hasDetail: summary.attributes['hasDetail'] === 'true',
    }
  );
}

/**
 * Which result is the table, as pyvo chooses: the one at the place TAP gives it, else the one called `result`,
 * else the only one. Where none is listed, the place TAP gives it.
 */
export function tableOf({ address, results }: Pick<Job, 'address' | 'results'>): string {
  const chosen =
    results.find(({ href }) => href.endsWith('results/result')) ??
    results.find(({ id }) => id === 'result') ??
    (results.length === 1 ? results[0] : undefined);
  return chosen?.href ?? `${address}/results/result`;
}
