import { lists } from '../conditions';
import { accessDenied, invalidRequest, malformedXml, preconditionFailed, S3Error } from '../errors';
import { blocks, textOf } from '../read-xml';
import { element, text, xmlDocument } from '../xml';
import { xmlType, type Operation } from './exchange';

const mostKeys = 1000;
const mostBytes = 8 * 1024 * 1024;

/** DeleteObjects: each key has an answer of its own, those that were not there are deleted too. */
export const deleteObjects: Operation = async (exchange) => {
  const { bucket, request } = exchange;
  const { body, checksum } = await exchange.receive(mostBytes);
  if (request.headers['content-md5'] === undefined && checksum === undefined) {
    throw invalidRequest('Missing required header for this request: Content-MD5');
  }
  const xml = Buffer.from(await body.read(0, body.size)).toString();
  const asked = blocks(xml, 'Object').map((block) => ({
    key: textOf(block, 'Key') ?? '',
    etag: textOf(block, 'ETag'),
  }));
  const keys = asked.map(({ key }) => key);
  if (keys.length === 0 || keys.length > mostKeys || keys.includes('')) {
    throw malformedXml();
  }
  const quiet = textOf(xml, 'Quiet')?.trim() === 'true';
  const refuse = (key: string, { code, message }: S3Error): string[] => [
    element('Error', [text('Key', key), text('Code', code), text('Message', message)]),
  ];
  const answers = asked.flatMap(({ key, etag }) => {
    if (!exchange.may('write', bucket, key) || bucket.options.locked?.(key) === true) {
      return refuse(key, accessDenied());
    }
    const busy = bucket.options.busy?.(key);
    if (busy !== undefined) {
      return refuse(key, new S3Error(503, busy, 'Please reduce your request rate.'));
    }
    const there = bucket.get(key);
    const weighed = bucket.options.ignoresDeleteConditions !== true && etag !== undefined;
    if (weighed && there !== undefined && !lists(etag, there.etag)) {
      return refuse(key, preconditionFailed('If-Match'));
    }
    bucket.delete(key);
    return quiet ? [] : [element('Deleted', [text('Key', key)])];
  });
  return { status: 200, headers: xmlType, body: xmlDocument('DeleteResult', answers) };
};
