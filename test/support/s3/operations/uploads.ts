import { randomBytes } from 'node:crypto';
import {
  checksumElement,
  readAlgorithm,
  type ChecksumAlgorithm,
  type ChecksumType,
} from '../checksum';
import { invalidArgument, invalidRequest, S3Error } from '../errors';
import { encodeForListing } from '../keys';
import type { Upload } from '../uploads';
import { element, text, xmlDocument } from '../xml';
import { checksumHeaders } from './describe';
import { allow, headerOf, xmlType, type Exchange, type Operation } from './exchange';
import { checkQuota, optionsIn } from './store';

const mostParts = 10_000;

export function noSuchUpload(id: string): S3Error {
  return new S3Error(
    404,
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId: id },
  );
}

/** @throws S3Error 404 */
export function uploadOf({ bucket, key, query }: Exchange): Upload {
  const id = query.get('uploadId') ?? '';
  const upload = bucket.uploads.get(id);
  if (upload?.key !== key) {
    throw noSuchUpload(id);
  }
  return upload;
}

/** @throws S3Error 400 where it is not 1 to 10,000 */
export function partNumberOf({ query }: Exchange): number {
  const given = query.get('partNumber') ?? '';
  const number = Number(given);
  if (!/^\d+$/.test(given) || number < 1 || number > mostParts) {
    throw invalidArgument(
      `Part number must be an integer between 1 and ${mostParts}, inclusive`,
      'partNumber',
      given,
    );
  }
  return number;
}

function checksumTypeOf(
  exchange: Exchange,
  algorithm: ChecksumAlgorithm | undefined,
): ChecksumType | undefined {
  const given = headerOf(exchange, 'x-amz-checksum-type')?.toUpperCase();
  if (algorithm === undefined) {
    if (given !== undefined) {
      throw invalidRequest(
        'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
      );
    }
    return undefined;
  }
  const type = given ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const wrong =
    (type === 'COMPOSITE' && algorithm === 'CRC64NVME') ||
    (type === 'FULL_OBJECT' && algorithm.startsWith('SHA'));
  if (wrong || (type !== 'COMPOSITE' && type !== 'FULL_OBJECT')) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return type;
}

export const createUpload: Operation = (exchange) => {
  allow(exchange, 'write');
  const { bucket, key, limits } = exchange;
  const named = headerOf(exchange, 'x-amz-checksum-algorithm');
  const algorithm = named === undefined ? undefined : readAlgorithm(named);
  if (algorithm !== undefined && !limits.checksums.includes(algorithm)) {
    throw invalidRequest(`Checksums of the kind ${algorithm} are not known here.`);
  }
  const upload: Upload = {
    id: randomBytes(24).toString('base64url'),
    key,
    begun: exchange.now(),
    algorithm,
    type: checksumTypeOf(exchange, algorithm),
    options: optionsIn(exchange.request.headers),
    parts: new Map(),
  };
  bucket.uploads.set(upload.id, upload);
  const { type } = upload;
  return {
    status: 200,
    headers: {
      ...xmlType,
      ...(algorithm === undefined ? {} : { 'x-amz-checksum-algorithm': algorithm }),
      ...(type === undefined ? {} : { 'x-amz-checksum-type': type }),
    },
    body: xmlDocument('InitiateMultipartUploadResult', [
      text('Bucket', bucket.name),
      text('Key', key),
      text('UploadId', upload.id),
    ]),
  };
};

export const uploadPart: Operation = async (exchange) => {
  allow(exchange, 'write');
  const number = partNumberOf(exchange);
  uploadOf(exchange);
  checkQuota(exchange, Number(exchange.request.headers['content-length'] ?? 0));
  const { body, md5, checksum } = await exchange.receive();
  // It may have been aborted meanwhile.
  const upload = uploadOf(exchange);
  if (upload.algorithm !== undefined && checksum?.algorithm !== upload.algorithm) {
    throw invalidRequest(
      `Checksum Type mismatch occurred, expected checksum Type: ${upload.algorithm.toLowerCase()}, actual checksum Type: ${checksum?.algorithm.toLowerCase() ?? 'null'}`,
    );
  }
  upload.parts.set(number, { number, body, md5, checksum, modified: exchange.now() });
  return {
    status: 200,
    headers: {
      etag: `"${md5}"`,
      ...checksumHeaders(checksum === undefined ? [] : [checksum], false),
    },
  };
};

/** AbortMultipartUpload. */
export const abortUpload: Operation = (exchange) => {
  allow(exchange, 'write');
  exchange.bucket.uploads.delete(uploadOf(exchange).id);
  return { status: 204 };
};

function countIn(exchange: Exchange, name: string, otherwise: number): number {
  const given = exchange.query.get(name);
  if (given !== undefined && !/^\d+$/.test(given)) {
    throw invalidArgument(`Argument ${name} must be an integer`, name, given);
  }
  return given === undefined ? otherwise : Number(given);
}

export const listParts: Operation = (exchange) => {
  allow(exchange, 'write');
  const upload = uploadOf(exchange);
  const most = Math.min(countIn(exchange, 'max-parts', 1000), 1000);
  const marker = countIn(exchange, 'part-number-marker', 0);
  const left = [...upload.parts.values()]
    .filter(({ number }) => number > marker)
    .sort((a, b) => a.number - b.number);
  const page = left.slice(0, most);
  const parts = page.map(({ number, body, md5, checksum, modified }) =>
    element('Part', [
      text('PartNumber', number),
      text('LastModified', modified.toISOString()),
      text('ETag', `"${md5}"`),
      text('Size', body.size),
      ...(checksum === undefined
        ? []
        : [text(checksumElement(checksum.algorithm), checksum.value)]),
    ]),
  );
  return {
    status: 200,
    headers: xmlType,
    body: xmlDocument('ListPartsResult', [
      text('Bucket', exchange.bucket.name),
      text('Key', upload.key),
      text('UploadId', upload.id),
      text('PartNumberMarker', marker),
      text('NextPartNumberMarker', page.at(-1)?.number ?? 0),
      text('MaxParts', most),
      text('IsTruncated', left.length > page.length),
      ...(upload.algorithm === undefined ? [] : [text('ChecksumAlgorithm', upload.algorithm)]),
      ...(upload.type === undefined ? [] : [text('ChecksumType', upload.type)]),
      ...parts,
      text('StorageClass', upload.options.storageClass ?? 'STANDARD'),
    ]),
  };
};

/** ListMultipartUploads: all on one page. */
export const listUploads: Operation = (exchange) => {
  allow(exchange, 'list');
  const { bucket, query } = exchange;
  const prefix = query.get('prefix') ?? '';
  const encode = query.get('encoding-type') === 'url' ? encodeForListing : (key: string) => key;
  const found = [...bucket.uploads.values()].filter(({ key }) => key.startsWith(prefix));
  const uploads = found.map((upload) =>
    element('Upload', [
      text('Key', encode(upload.key)),
      text('UploadId', upload.id),
      text('Initiated', upload.begun.toISOString()),
      text('StorageClass', upload.options.storageClass ?? 'STANDARD'),
    ]),
  );
  return {
    status: 200,
    headers: xmlType,
    body: xmlDocument('ListMultipartUploadsResult', [
      text('Bucket', bucket.name),
      text('Prefix', encode(prefix)),
      text('MaxUploads', 1000),
      text('IsTruncated', false),
      ...uploads,
    ]),
  };
};
