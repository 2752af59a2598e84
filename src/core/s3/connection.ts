import { type Auth, readAuth } from './auth';
import { parseAwsHost } from './aws-host';
import { isRegionName } from './names';

export type { Auth } from './auth';

/** A server of buckets, and how to talk to it. */
export interface Connection {
  /** Lower case; the authority of our addresses. */
  readonly id: string;
  readonly label: string;
  readonly kind: 's3';
  /** Scheme, host and port, without a trailing slash. Left out: Amazon S3. */
  readonly endpoint?: string;
  /** Where to ask first for a bucket whose region is not known yet. */
  readonly region?: string;
  /** Bucket in the path instead of in the host name. */
  readonly pathStyle: boolean;
  readonly auth: Auth;
  readonly requesterPays: boolean;
  /** Nothing is ever written through it, whatever the server would allow. Left out: true where it is unsigned. */
  readonly readOnly: boolean;
}

/** Amazon S3 without credentials: what the public archives need. */
export const PUBLIC_CONNECTION: Connection = {
  id: 'public',
  label: 'Amazon S3 (public)',
  kind: 's3',
  pathStyle: false,
  auth: { kind: 'unsigned' },
  requesterPays: false,
  readOnly: true,
};

const RESERVED_IDS = new Set([PUBLIC_CONNECTION.id, 'https']);
const KNOWN_FIELDS = new Set(
  'id label kind endpoint region pathStyle auth requesterPays readOnly'.split(' '),
);

export function isConnectionId(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,62}$/.test(text);
}

export interface ConnectionSettings {
  readonly connections: readonly Connection[];
  /** One sentence for each connection, or field of one, that cannot be used. */
  readonly problems: readonly string[];
}

/** Reads the connections of a settings value, which may be anything. Never throws. */
export function readConnections(value: unknown): ConnectionSettings {
  if (value === undefined || value === null) {
    return { connections: [], problems: [] };
  }
  if (!Array.isArray(value)) {
    return { connections: [], problems: ['The connections are not a list.'] };
  }
  const connections: Connection[] = [];
  const problems: string[] = [];
  value.forEach((item: unknown, index) => {
    const read = readConnection(item, `Connection ${index + 1}`, problems);
    if (read !== undefined && connections.some(({ id }) => id === read.id)) {
      problems.push(`Connection ${index + 1}: the id “${read.id}” is taken by one above it.`);
    } else if (read !== undefined) {
      connections.push(read);
    }
  });
  return { connections, problems };
}

function readConnection(value: unknown, place: string, problems: string[]): Connection | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.push(`${place} is not an object.`);
    return undefined;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const before = problems.length;
  const wrong = (sentence: string): undefined => {
    problems.push(`${place}: ${sentence}`);
  };
  const optional = <T>(name: string, type: 'string' | 'boolean', fallback: T): T => {
    const given = fields[name];
    if (given === undefined || typeof given === type) {
      return (given ?? fallback) as T;
    }
    wrong(`${name} is not a ${type}.`);
    return fallback;
  };

  const id = optional<string>('id', 'string', '');
  if (!isConnectionId(id)) {
    wrong('id must be lower-case letters, digits and hyphens.');
  } else if (RESERVED_IDS.has(id)) {
    wrong(`the id “${id}” is Skybucket's own.`);
  }
  if (optional<string>('kind', 'string', 's3') !== 's3') {
    wrong('kind must be “s3”.');
  }
  const region = optional<string | undefined>('region', 'string', undefined);
  if (region !== undefined && !isRegionName(region)) {
    wrong(`“${region}” is not the name of a region.`);
  }
  const typedEndpoint = optional<string | undefined>('endpoint', 'string', undefined);
  const endpoint = typedEndpoint === undefined ? undefined : readEndpoint(typedEndpoint);
  if (typedEndpoint !== undefined && endpoint === undefined) {
    wrong('endpoint must be like https://host or http://host:port, without path or user name.');
  }
  const auth = readAuth(fields['auth'], wrong);
  const label = optional('label', 'string', id);
  const pathStyle = optional('pathStyle', 'boolean', endpoint !== undefined);
  const requesterPays = optional('requesterPays', 'boolean', false);
  const readOnly = optional('readOnly', 'boolean', auth?.kind === 'unsigned');
  if (auth === undefined || problems.length > before) {
    return undefined;
  }
  for (const name of Object.keys(fields).filter((field) => !KNOWN_FIELDS.has(field))) {
    wrong(`the field “${name}” is not known and has no effect.`);
  }
  return {
    id,
    label: label.trim() === '' ? id : label,
    kind: 's3',
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    pathStyle,
    auth,
    requesterPays,
    readOnly,
  };
}

/** Whether its buckets are Amazon's own. */
export function isAmazon({ endpoint }: Pick<Connection, 'endpoint'>): boolean {
  return endpoint === undefined || parseAwsHost(new URL(endpoint).hostname) !== undefined;
}

/** The origin of an endpoint, or undefined where the text is more or less than that. */
export function readEndpoint(text: string): string | undefined {
  if (!URL.canParse(text)) {
    return undefined;
  }
  const { protocol, username, password, pathname, search, hash, origin } = new URL(text);
  const bare = [username, password, search, hash].every((part) => part === '') && pathname === '/';
  return bare && (protocol === 'https:' || protocol === 'http:') ? origin : undefined;
}
