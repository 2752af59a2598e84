import {
  checksumElement,
  checksumHeader,
  compositeChecksum,
  fullChecksum,
  type StoredChecksum,
} from '../checksum';
import { invalidRequest, malformedXml, S3Error } from '../errors';
import { joinedBody, md5, type ObjectBody } from '../objects';
import { blocks, textOf } from '../read-xml';
import type { Upload, UploadedPart } from '../uploads';
import { text, xmlDocument } from '../xml';
import { checksumElements, versionHeader } from './describe';
import { allow, headerOf, xmlType, type Exchange, type Operation } from './exchange';
import { store } from './store';
import { uploadOf } from './uploads';
import { weighWrite } from './write-condition';

/** Longest list of 10,000 parts. */
const mostBytes = 8 * 1024 * 1024;

function invalidPart(upload: Upload, number: number, etag: string): S3Error {
  return new S3Error(
    400,
    'InvalidPart',
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { UploadId: upload.id, PartNumber: number, ETag: etag },
  );
}

/** The parts that are named, in their order, each as it was uploaded. */
function namedParts(upload: Upload, xml: string, partBytes: number): readonly UploadedPart[] {
  const listed = blocks(xml, 'Part');
  if (listed.length === 0) {
    throw malformedXml();
  }
  let before = 0;
  const parts = listed.map((block) => {
    const number = Number(textOf(block, 'PartNumber'));
    const etag = textOf(block, 'ETag') ?? '';
    if (!(number > before)) {
      throw new S3Error(
        400,
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
        { UploadId: upload.id },
      );
    }
    before = number;
    const part = upload.parts.get(number);
    if (part === undefined || etag.replaceAll('"', '') !== part.md5) {
      throw invalidPart(upload, number, etag);
    }
    checkPartChecksum(upload, part, block, etag);
    return part;
  });
  const small = parts.slice(0, -1).find(({ body }) => body.size < partBytes);
  if (small !== undefined) {
    throw new S3Error(
      400,
      'EntityTooSmall',
      'Your proposed upload is smaller than the minimum allowed size',
      {
        ProposedSize: small.body.size,
        MinSizeAllowed: partBytes,
        PartNumber: small.number,
        ETag: small.md5,
      },
    );
  }
  return parts;
}

function checkPartChecksum(upload: Upload, part: UploadedPart, block: string, etag: string): void {
  if (upload.algorithm === undefined) {
    return;
  }
  const given = textOf(block, checksumElement(upload.algorithm));
  if (given === undefined && upload.type === 'COMPOSITE') {
    throw invalidRequest(
      `The upload was created using a ${upload.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part.number} in the request.`,
    );
  }
  if (given !== undefined && given !== part.checksum?.value) {
    throw invalidPart(upload, part.number, etag);
  }
}

/** The checksum of the whole, compared with the one that was sent for it. */
async function wholeChecksum(
  exchange: Exchange,
  upload: Upload,
  parts: readonly UploadedPart[],
  body: ObjectBody,
): Promise<StoredChecksum | undefined> {
  const { algorithm, type } = upload;
  if (algorithm === undefined) {
    return undefined;
  }
  const checksum =
    type === 'COMPOSITE'
      ? compositeChecksum(
          algorithm,
          parts.map((part) => part.checksum?.value ?? ''),
        )
      : await fullChecksum(body, algorithm);
  const given = headerOf(exchange, checksumHeader(algorithm));
  if (given !== undefined && given !== checksum.value) {
    throw new S3Error(
      400,
      'BadDigest',
      `The ${algorithm.toLowerCase()} you specified did not match the calculated checksum.`,
    );
  }
  return checksum;
}

export const completeUpload: Operation = async (exchange) => {
  allow(exchange, 'write');
  const { bucket, key, limits } = exchange;
  const upload = uploadOf(exchange);
  weighWrite(exchange);
  const { body: asked } = await exchange.receive(mostBytes, true);
  const xml = Buffer.from(await asked.read(0, asked.size)).toString();
  const parts = namedParts(upload, xml, limits.partBytes);
  const body = joinedBody(parts.map((part) => part.body));
  const said = headerOf(exchange, 'x-amz-mp-object-size');
  if (said !== undefined && Number(said) !== body.size) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${said} does not match what was computed: ${body.size}`,
    );
  }
  const checksum = await wholeChecksum(exchange, upload, parts, body);
  // Another one may have completed it while this one was counting.
  uploadOf(exchange);
  const error = bucket.options.completeError?.();
  if (error !== undefined) {
    return {
      status: 200,
      headers: xmlType,
      body: new S3Error(200, error, 'We encountered an internal error. Please try again.').document(
        '0',
      ),
    };
  }
  const hashes = Buffer.concat(parts.map((part) => Buffer.from(part.md5, 'hex')));
  const object = store(exchange, body, {
    ...upload.options,
    etag: `${md5(hashes)}-${parts.length}`,
    checksums: checksum === undefined ? [] : [checksum],
    parts: parts.map((part, index) => ({
      number: index + 1,
      size: part.body.size,
      checksum: part.checksum,
    })),
  });
  bucket.uploads.delete(upload.id);
  return {
    status: 200,
    headers: { ...xmlType, ...versionHeader(object) },
    body: xmlDocument('CompleteMultipartUploadResult', [
      text('Location', `/${bucket.name}/${key}`),
      text('Bucket', bucket.name),
      text('Key', key),
      text('ETag', object.etag),
      ...checksumElements(object.checksums),
    ]),
  };
};
