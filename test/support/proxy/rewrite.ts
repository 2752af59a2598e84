import { faultOf, type Fault } from './rules';

type Headers = Record<string, string | string[] | undefined>;

/** The headers the server behind the proxy gets. */
export function rewriteRequest(headers: Headers, faults: readonly Fault[]): Headers {
  const rewritten = { ...headers };
  const range = /^bytes=(\d+)-(\d*)$/.exec(String(headers['range'] ?? ''));
  const shift = faultOf(faults, 'shift-body');
  if (faultOf(faults, 'ignore-range') !== undefined) {
    delete rewritten['range'];
  } else if (shift !== undefined && range !== null) {
    const [, first = '', last = ''] = range;
    const moved = (offset: string): string => (offset === '' ? '' : `${Number(offset) + shift.by}`);
    rewritten['range'] = `bytes=${moved(first)}-${moved(last)}`;
  }
  if (faultOf(faults, 'etag') !== undefined) {
    // The conditions speak of an ETag the server does not know; the proxy weighs them itself.
    delete rewritten['if-match'];
    delete rewritten['if-none-match'];
  }
  return rewritten;
}

function moveContentRange(header: string, by: number): string {
  return header.replace(/^bytes (\d+)-(\d+)/, (_, first: string, last: string) => {
    return `bytes ${Number(first) + by}-${Number(last) + by}`;
  });
}

/** The headers the client gets. */
export function rewriteAnswer(headers: Headers, faults: readonly Fault[]): Headers {
  const rewritten = { ...headers };
  const contentRange = headers['content-range'];
  const shiftedBody = faultOf(faults, 'shift-body')?.by ?? 0;
  const shiftedHeader = faultOf(faults, 'shift-content-range')?.by ?? 0;
  if (typeof contentRange === 'string') {
    rewritten['content-range'] = moveContentRange(contentRange, shiftedHeader - shiftedBody);
  }
  const etag = faultOf(faults, 'etag')?.etag;
  if (etag !== undefined && headers['etag'] !== undefined) {
    rewritten['etag'] = etag;
  }
  return rewritten;
}
