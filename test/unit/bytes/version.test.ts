import { describe, expect, it } from 'vitest';
import type { Identity } from '../../../src/core/bytes/source';
import { sameIdentity } from '../../../src/core/bytes/version';

const etag = (text: string): Identity => ({ kind: 'etag', etag: text });
const modified = (size: number, date: string): Identity => ({
  kind: 'modified',
  size,
  modified: date,
});
const DATE = 'Fri, 05 Jan 2024 00:00:00 GMT';
const LATER = 'Fri, 05 Jan 2024 00:00:01 GMT';

describe('two identities', () => {
  it('are of the same bytes where ETag, or size and date, are the same', () => {
    expect(sameIdentity(etag('"a"'), etag('"a"'))).toBe(true);
    expect(sameIdentity(etag('"a"'), etag('"b"'))).toBe(false);
    expect(sameIdentity(modified(1, DATE), modified(1, DATE))).toBe(true);
    expect(sameIdentity(modified(1, DATE), modified(2, DATE))).toBe(false);
    expect(sameIdentity(modified(1, DATE), modified(1, LATER))).toBe(false);
  });

  it('are not where they are of different kinds, or tell nothing', () => {
    expect(sameIdentity(etag('"a"'), modified(1, DATE))).toBe(false);
    expect(sameIdentity({ kind: 'unknown' }, etag('"a"'))).toBe(false);
    expect(sameIdentity({ kind: 'unknown' }, { kind: 'unknown' })).toBe(false);
  });
});
