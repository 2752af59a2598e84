import type { HeadObjectCommandOutput, PutObjectCommandInput } from '@aws-sdk/client-s3';
import type { ObjectAttributes, ObjectEncryption, ObjectTag } from './object-store';

/** What commands that write an object take of it beyond its bytes. */
export type AttributesInput = Pick<
  PutObjectCommandInput,
  | 'ContentType'
  | 'ContentEncoding'
  | 'ContentDisposition'
  | 'ContentLanguage'
  | 'CacheControl'
  | 'Expires'
  | 'WebsiteRedirectLocation'
  | 'Metadata'
  | 'StorageClass'
  | 'ServerSideEncryption'
  | 'SSEKMSKeyId'
  | 'BucketKeyEnabled'
  | 'Tagging'
>;

/** The headers that a write gives to an object. */
export function attributesInput(attributes: ObjectAttributes): AttributesInput {
  const { metadata, encryption, tags = [] } = attributes;
  return {
    ContentType: attributes.contentType,
    ContentEncoding: attributes.contentEncoding,
    ContentDisposition: attributes.contentDisposition,
    ContentLanguage: attributes.contentLanguage,
    CacheControl: attributes.cacheControl,
    Expires: attributes.expires,
    WebsiteRedirectLocation: attributes.redirect,
    Metadata: metadata && encodedMetadata(metadata),
    StorageClass: keptClass(attributes.storageClass),
    ServerSideEncryption: encryption?.kind,
    SSEKMSKeyId: encryption?.keyId,
    BucketKeyEnabled: encryption?.bucketKey,
    Tagging: tags.length === 0 ? undefined : tags.map(tagText).join('&'),
  };
}

/** What HEAD says of it, as a write takes it; tags are asked for by themselves. */
export function attributesOf(answer: HeadObjectCommandOutput): Omit<ObjectAttributes, 'tags'> {
  const expires = answer.Expires;
  return {
    contentType: answer.ContentType,
    contentEncoding: answer.ContentEncoding,
    contentDisposition: answer.ContentDisposition,
    contentLanguage: answer.ContentLanguage,
    cacheControl: answer.CacheControl,
    expires: expires === undefined || Number.isNaN(expires.getTime()) ? undefined : expires,
    redirect: answer.WebsiteRedirectLocation,
    metadata: answer.Metadata ?? {},
    storageClass: answer.StorageClass,
    encryption: encryptionOf(answer),
  };
}

function encryptionOf(answer: HeadObjectCommandOutput): ObjectEncryption | undefined {
  const kind = answer.ServerSideEncryption;
  if (kind === 'AES256') {
    return { kind };
  }
  return kind === 'aws:kms' || kind === 'aws:kms:dsse'
    ? { kind, keyId: answer.SSEKMSKeyId, bucketKey: answer.BucketKeyEnabled }
    : undefined;
}

/** A write goes to the standard class unless told otherwise, where it may cost more than before. */
const KEPT = ['STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR'] as const;

/** The class to write in: that of the object, if one can read from it at once. */
export function keptClass(storageClass: string | undefined): (typeof KEPT)[number] | undefined {
  return KEPT.find((name) => name === storageClass);
}

/** `x-amz-tagging` is a query of a URL. */
function tagText({ key, value }: ObjectTag): string {
  return `${encodeURIComponent(key)}=${encodeURIComponent(value)}`;
}

/** Values other than printable ASCII as encoded words (RFC 2047), which S3 itself makes of them. */
function encodedMetadata(metadata: Readonly<Record<string, string>>): Record<string, string> {
  const encode = (value: string): string =>
    /^[\x20-\x7e]*$/.test(value) ? value : `=?UTF-8?Q?${quotedPrintable(value)}?=`;
  return Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), encode(value)]),
  );
}

function quotedPrintable(text: string): string {
  return [...new TextEncoder().encode(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9.-]/.test(character)
        ? character
        : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
