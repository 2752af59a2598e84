import { accessDenied, invalidRequest, malformedXml } from '../errors';
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
  const keys = blocks(xml, 'Object').map((block) => textOf(block, 'Key') ?? '');
  if (keys.length === 0 || keys.length > mostKeys || keys.includes('')) {
    throw malformedXml();
  }
  const quiet = textOf(xml, 'Quiet')?.trim() === 'true';
  const answers = keys.flatMap((key) => {
    if (!exchange.may('write', bucket, key) || bucket.options.locked?.(key) === true) {
      const { code, message } = accessDenied();
      return [element('Error', [text('Key', key), text('Code', code), text('Message', message)])];
    }
    bucket.delete(key);
    return quiet ? [] : [element('Deleted', [text('Key', key)])];
  });
  return { status: 200, headers: xmlType, body: xmlDocument('DeleteResult', answers) };
};
