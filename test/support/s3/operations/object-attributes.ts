import { invalidArgument } from '../errors';
import { element, text, xmlDocument } from '../xml';
import { checksumElements, versionHeader } from './describe';
import { headerOf, xmlType, type Operation } from './exchange';
import { findObject } from './get-object';

const known = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];

/** GetObjectAttributes: of the parts, those with checksums alone are told one by one. */
export const getObjectAttributes: Operation = (exchange) => {
  const object = findObject(exchange);
  const asked = (headerOf(exchange, 'x-amz-object-attributes') ?? '')
    .split(',')
    .map((name) => name.trim());
  const wrong = asked.find((name) => !known.includes(name));
  if (wrong !== undefined) {
    throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', wrong);
  }
  const most = Math.min(Number(headerOf(exchange, 'x-amz-max-parts') ?? 1000), 1000);
  const marker = Number(headerOf(exchange, 'x-amz-part-number-marker') ?? 0);
  const told = object.parts.filter(({ checksum }) => checksum !== undefined);
  const left = told.filter(({ number }) => number > marker);
  const page = left.slice(0, most);
  const parts = [
    text('PartsCount', object.parts.length),
    ...(told.length === 0
      ? []
      : [
          text('PartNumberMarker', marker),
          text('NextPartNumberMarker', page.at(-1)?.number ?? 0),
          text('MaxParts', most),
          text('IsTruncated', left.length > page.length),
        ]),
    ...page.map(({ number, size, checksum }) =>
      element('Part', [
        text('PartNumber', number),
        text('Size', size),
        ...checksumElements(checksum === undefined ? [] : [checksum], false),
      ]),
    ),
  ];
  const elements: Record<string, string | undefined> = {
    ETag: text('ETag', object.etag.replaceAll('"', '')),
    Checksum:
      object.checksums.length === 0
        ? undefined
        : element('Checksum', checksumElements(object.checksums)),
    ObjectParts: object.parts.length === 0 ? undefined : element('ObjectParts', parts),
    StorageClass: text('StorageClass', object.storageClass),
    ObjectSize: text('ObjectSize', object.body.size),
  };
  return {
    status: 200,
    headers: {
      ...xmlType,
      'last-modified': object.lastModified.toUTCString(),
      ...versionHeader(object),
    },
    body: xmlDocument(
      'GetObjectAttributesResponse',
      known.filter((name) => asked.includes(name)).map((name) => elements[name] ?? ''),
    ),
  };
};
