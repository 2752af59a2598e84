import type { Connection } from './connection';
import { refusedAs } from './errors-asked';

/** How a write is asked for. */
export interface WriteWay {
  /** With a CRC32 that the server compares and keeps, or with the MD5 that every server compares. */
  readonly digest: 'CRC32' | 'MD5';
  /** With the condition in the request; otherwise it has been looked at beforehand alone. */
  readonly conditional: boolean;
}

/** The first that a server takes; the others are for servers that know less of S3. */
const WAYS: readonly WriteWay[] = [
  { digest: 'CRC32', conditional: true },
  { digest: 'MD5', conditional: true },
  { digest: 'CRC32', conditional: false },
  { digest: 'MD5', conditional: false },
];

const NOT_KNOWN: ReadonlySet<string> = new Set([
  'InvalidArgument',
  'InvalidRequest',
  'NotImplemented',
  'NotSupported',
  'UnsupportedHeader',
  'XNotImplemented',
]);

/** Remembers what servers take of the younger parts of S3: checksums and conditions of writes. */
export class WriteWays {
  private readonly known = new Map<string, WriteWay>();

  /**
   * Writes in the way that is known to be taken, or the first one that is.
   *
   * @param what names the kind of request: a server may know a header in one and not in another
   * @param conditional whether there is a condition at all
   */
  async write<T>(
    connection: Connection,
    what: string,
    conditional: boolean,
    send: (way: WriteWay) => Promise<T>,
  ): Promise<T> {
    const key = keyOf(connection, what, conditional);
    const known = this.known.get(key);
    // Amazon S3 knows conditions, those of copies not everywhere: a refusal of another write has another reason.
    const mayBeNew = connection.endpoint !== undefined || what === 'copy';
    const some = WAYS.filter((way) => way.conditional || (conditional && mayBeNew));
    const ways = known === undefined ? some : [known, ...some.filter((way) => way !== known)];
    let refusal: unknown;
    for (const way of ways) {
      try {
        const written = await send(way);
        // What was learned meanwhile is newer.
        if (this.known.get(key) === known) {
          this.known.set(key, way);
        }
        return written;
      } catch (error) {
        if (!isNotKnown(error)) {
          throw error;
        }
        refusal ??= error;
      }
    }
    throw refusal;
  }

  /**
   * Sends with a condition, and without where the server knows of none: the caller has looked whether it holds.
   *
   * @param what names the kind of request
   */
  async conditionally<T>(
    connection: Connection,
    what: string,
    send: (conditional: boolean) => Promise<T>,
  ): Promise<T> {
    const key = keyOf(connection, what, true);
    if (this.known.get(key)?.conditional === false) {
      return send(false);
    }
    try {
      return await send(true);
    } catch (error) {
      if (connection.endpoint === undefined || !(isNotKnown(error) || isMalformed(error))) {
        throw error;
      }
      const done = await send(false);
      this.known.set(key, { digest: 'MD5', conditional: false });
      return done;
    }
  }

  /** The server took a checksum and did not say that it keeps it: the next write goes with an MD5. */
  ignored(connection: Connection, what: string, conditional: boolean, way: WriteWay): void {
    const other = WAYS.find(
      ({ digest, conditional: inRequest }) => digest === 'MD5' && inRequest === way.conditional,
    );
    if (other !== undefined) {
      this.known.set(keyOf(connection, what, conditional), other);
    }
  }
}

function keyOf(connection: Connection, what: string, conditional: boolean): string {
  return JSON.stringify([connection.id, connection.endpoint, what, conditional]);
}

/** So says a server of XML with an element that it does not know. */
function isMalformed(error: unknown): boolean {
  return refusedAs(error)?.code === 'MalformedXML';
}

/** True where the server refuses a request because it knows nothing of something in it. */
function isNotKnown(error: unknown): boolean {
  const refusal = refusedAs(error);
  if (refusal === undefined) {
    return false;
  }
  return refusal.code === undefined
    ? refusal.status === 501 || refusal.status === 400
    : NOT_KNOWN.has(refusal.code);
}
