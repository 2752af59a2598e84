import type { VoInfo, VoParam, VoStatus } from './document';

/** The parts of a document where a service may say how its query went. */
export interface Spoken {
  readonly infos: readonly VoInfo[];
  readonly params: readonly VoParam[];
}

const OK: VoStatus = { kind: 'ok', message: undefined };

/** The last word counts: an OK before the rows may be followed by an OVERFLOW after them. */
const RANK: Readonly<Record<VoStatus['kind'], number>> = { ok: 0, overflow: 1, error: 2 };

/**
 * What is said by `QUERY_STATUS` (DALI), else by an INFO or PARAM called `Error` (cone search); undefined
 * where nothing is said.
 */
export function statusOf({ infos, params }: Spoken): VoStatus | undefined {
  const said = infos
    .filter(({ name }) => name.toUpperCase() === 'QUERY_STATUS')
    .flatMap((info) => queryStatus(info) ?? []);
  if (said.length > 0) {
    return worst(said);
  }
  const error = [...infos, ...params].find(({ name }) => name.toLowerCase() === 'error');
  if (error === undefined) {
    return undefined;
  }
  const content = 'content' in error ? error.content : '';
  return { kind: 'error', message: content || error.value?.trim() || undefined };
}

/** The worst of several; the first of those that are as bad. */
export function worst(statuses: readonly VoStatus[]): VoStatus {
  return statuses.reduce(
    (bad, status) => (RANK[status.kind] > RANK[bad.kind] ? status : bad),
    statuses[0] ?? OK,
  );
}

function queryStatus({ value = '', content }: VoInfo): VoStatus | undefined {
  const word = value.trim().toUpperCase();
  const message = content === '' || content.toUpperCase() === word ? undefined : content;
  if (word === 'OK') {
    return { kind: 'ok', message };
  }
  if (word === 'OVERFLOW') {
    return { kind: 'overflow', message };
  }
  // Some put the words of the error into the value.
  if (word.startsWith('ERROR')) {
    const rest = value
      .trim()
      .slice('ERROR'.length)
      .replace(/^[\s:,]+/, '');
    return { kind: 'error', message: message ?? (rest || undefined) };
  }
  return undefined;
}
