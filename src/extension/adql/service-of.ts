import { tokenize } from '../../core/adql/tokenize';
import type { TapEntry } from '../searches/archive-services';

/** What a document says of the service its queries go to: `-- service: irsa` in front of the first query. */
export interface ServiceLine {
  /** An id, a name or an address. */
  readonly words: string;
  /** Offsets of these words. */
  readonly from: number;
  readonly to: number;
}

/** Who is asked by the queries of a document. */
export type ServiceOf =
  | { readonly kind: 'known'; readonly entry: TapEntry }
  /** The document names one that is neither a preset nor in the settings: it is not asked. */
  | { readonly kind: 'unknown'; readonly line: ServiceLine }
  | { readonly kind: 'none' };

const LINE = /^(--\s*service\s*:[ \t]*)(.*?)\s*$/i;

/** The line that names a service, among the comments above the first query. */
export function serviceLine(text: string): ServiceLine | undefined {
  for (const { kind, from, to } of tokenize(text)) {
    if (kind !== 'comment' && kind !== 'space') {
      return undefined;
    }
    const [, head, words] = LINE.exec(text.slice(from, to)) ?? [];
    if (head !== undefined && words !== undefined) {
      const start = from + head.length;
      return { words, from: start, to: start + words.length };
    }
  }
  return undefined;
}

/**
 * Who is asked. An address in a document is followed only where the settings have it, too: documents come from
 * anywhere.
 *
 * @param last the id of the service that was asked last
 */
export function serviceOf(
  text: string,
  entries: readonly TapEntry[],
  last: string | undefined,
): ServiceOf {
  const line = serviceLine(text);
  if (line === undefined || line.words === '') {
    const entry = entries.find(({ service }) => service.id === last);
    return entry === undefined ? { kind: 'none' } : { kind: 'known', entry };
  }
  const wanted = normal(line.words);
  const entry = entries.find(({ service: { id, label, address } }) =>
    [id, label, address].some((each) => normal(each) === wanted),
  );
  return entry === undefined ? { kind: 'unknown', line } : { kind: 'known', entry };
}

/** What to write where, so that a document names a service. */
export function namingService(
  text: string,
  id: string,
): { readonly from: number; readonly to: number; readonly insert: string } {
  const line = serviceLine(text);
  return line === undefined
    ? { from: 0, to: 0, insert: `-- service: ${id}\n` }
    : { from: line.from, to: line.to, insert: id };
}

function normal(words: string): string {
  return words.trim().toLowerCase().replace(/\/+$/, '');
}
