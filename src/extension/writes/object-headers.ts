import type { ObjectAttributes, ObjectFacts } from '../../core/s3/object-store';

/** What an object says of itself beside its bytes, as HEAD tells it: to write it again as it was. */
export type ObjectHeaders = Omit<ObjectAttributes, 'tags'>;

/** All of it. */
export function headersOf(facts: ObjectFacts): ObjectHeaders {
  const { redirect, storageClass, encryption } = facts;
  return { ...portableHeadersOf(facts), redirect, storageClass, encryption };
}

/** What it can say on another server, too, which has other classes and keys. */
export function portableHeadersOf(facts: ObjectFacts): ObjectHeaders {
  const { contentType, contentEncoding, contentDisposition, contentLanguage } = facts;
  const { cacheControl, expires, metadata } = facts;
  return {
    ...{ contentType, contentEncoding, contentDisposition, contentLanguage },
    ...{ cacheControl, expires, metadata },
  };
}
