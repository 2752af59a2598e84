import { SaxesParser } from 'saxes';

/** What S3 says in the XML body of a refusal. */
export interface S3ErrorBody {
  readonly code: string;
  readonly message: string;
  /** The region the bucket is in. */
  readonly region: string | undefined;
  /** The host the bucket is to be asked at. */
  readonly endpoint: string | undefined;
}

const LONGEST_BODY = 64 * 1024;
const LONGEST_VALUE = 2000;

/**
 * Reads an `<Error>` document. Undefined for anything else: a proxy's HTML page, an empty body. White space in front of
 * it is what some servers send while they work, to keep the connection.
 */
export function readErrorBody(body: Uint8Array): S3ErrorBody | undefined {
  const fields = new Map<string, string>();
  const path: string[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => {
    path.push(name);
  });
  parser.on('closetag', () => {
    path.pop();
  });
  const add = (text: string): void => {
    const name = path[1];
    if (path[0] === 'Error' && path.length === 2 && name !== undefined) {
      fields.set(name, ((fields.get(name) ?? '') + text).slice(0, LONGEST_VALUE));
    }
  };
  parser.on('text', add);
  parser.on('cdata', add);
  try {
    parser.write(new TextDecoder().decode(body.subarray(0, LONGEST_BODY)).trimStart()).close();
  } catch {
    // What was read before the fault still tells more than nothing.
  }
  const code = fields.get('Code')?.trim();
  if (code === undefined || code === '') {
    return undefined;
  }
  return {
    code,
    message: (fields.get('Message') ?? '').trim(),
    region: fields.get('Region')?.trim(),
    endpoint: fields.get('Endpoint')?.trim(),
  };
}
