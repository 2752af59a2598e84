import type { ErrorCode } from '../errors';
import type { KnownObject } from '../bytes/version';
import type {
  TransferBatch,
  TransferFailure,
  TransferFile,
  TransferState,
  Verified,
} from './transfer';

/** Batches, files and states as they are read back from a file, which may hold anything. Undefined for what is none. */

type Fields = Readonly<Record<string, unknown>>;

/** All there are, in their order: a record, so that none can be forgotten. */
const CODES: Readonly<Record<ErrorCode, true>> = {
  cancelled: true,
  'not-found': true,
  'no-such-bucket': true,
  'access-denied': true,
  changed: true,
  conflict: true,
  damaged: true,
  'past-end': true,
  truncated: true,
  format: true,
  unsupported: true,
  'too-large': true,
  costly: true,
  'range-ignored': true,
  network: true,
  timeout: true,
  server: true,
  'bad-address': true,
  'local-file': true,
  protocol: true,
};

export function readBatch(value: unknown): TransferBatch | undefined {
  const { id, direction, label, folder, onExisting, created } = fields(value);
  const known =
    isText(id) &&
    (direction === 'download' || direction === 'upload') &&
    isText(label) &&
    isText(folder) &&
    (onExisting === 'skip' || onExisting === 'overwrite' || onExisting === 'keep-both') &&
    isNumber(created);
  return known ? { id, direction, label, folder, onExisting, created } : undefined;
}

export function readFile(value: unknown): TransferFile | undefined {
  const { id, batch, address, link, path, known, size } = fields(value);
  if (!isText(id) || !isText(batch) || !isText(address) || !isText(path)) {
    return undefined;
  }
  const object = readKnown(known);
  return {
    ...{ id, batch, address, path },
    ...(isText(link) ? { link } : {}),
    ...(object === undefined ? {} : { known: object }),
    ...(isNumber(size) ? { size } : {}),
  };
}

export function readState(value: unknown): TransferState | undefined {
  const { kind, at, size, verified, warning, time, failure } = fields(value);
  switch (kind) {
    case 'waiting':
      return { kind };
    case 'paused': {
      const why = readFailure(failure);
      return why === undefined ? { kind } : { kind, failure: why };
    }
    case 'done': {
      const how = readVerified(verified);
      return isText(at) && isNumber(size) && isNumber(time) && how !== undefined
        ? { kind, at, size, verified: how, time, ...(isText(warning) ? { warning } : {}) }
        : undefined;
    }
    case 'skipped':
      return isText(at) && isNumber(time) ? { kind, at, time } : undefined;
    case 'failed': {
      const why = readFailure(failure);
      return why !== undefined && isNumber(time) ? { kind, failure: why, time } : undefined;
    }
    default:
      return undefined;
  }
}

export function readIds(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every(isText) ? value : undefined;
}

export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

function readKnown(value: unknown): KnownObject | undefined {
  const { size, etag, modified } = fields(value);
  return isNumber(size)
    ? { size, ...(isText(etag) ? { etag } : {}), ...(isText(modified) ? { modified } : {}) }
    : undefined;
}

function readVerified(value: unknown): Verified | undefined {
  const { by, algorithm } = fields(value);
  if (by === 'checksum') {
    return isText(algorithm) ? { by, algorithm } : undefined;
  }
  return by === 'md5' || by === 'size' ? { by } : undefined;
}

function readFailure(value: unknown): TransferFailure | undefined {
  const { code, message, hint, retryable } = fields(value);
  return isText(code) && Object.hasOwn(CODES, code) && isText(message)
    ? {
        ...{ code: code as ErrorCode, message, retryable: retryable === true },
        ...(isText(hint) ? { hint } : {}),
      }
    : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
