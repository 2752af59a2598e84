import type { Meter } from '../../core/bytes/meter';
import type { ByteSource } from '../../core/bytes/source';
import type { KnownObject } from '../../core/bytes/version';
import { SkybucketError } from '../../core/errors';
import type { S3Service } from '../../core/s3/client';
import type { Connection } from '../../core/s3/connection';
import type { ObjectStore } from '../../core/s3/object-store';
import { type Place, shown } from './place';

/** What changing objects works with; nothing of the editor. */
export interface WriteTools {
  readonly store: ObjectStore;
  readonly s3: Pick<S3Service, 'listPage'>;
  readonly session: Pick<Meter, 'child'>;
  /** @throws SkybucketError `bad-address` where no connection has the id. */
  connection(id: string): Connection;
  /** The bytes of an object as a listing knows it. The caller closes it. */
  open(place: Place, known: KnownObject): Promise<ByteSource>;
}

/** How long work is followed and stopped. */
export interface WorkOptions {
  readonly signal: AbortSignal;
}

/** @throws SkybucketError `unsupported` where the connection of a place is only for reading */
export function checkWritable(tools: Pick<WriteTools, 'connection'>, place: Place): Connection {
  const connection = tools.connection(place.connection);
  if (connection.readOnly) {
    throw new SkybucketError(
      'unsupported',
      `${shown(place)} cannot be written: the connection “${connection.label}” is read-only.`,
      { hint: 'Set "readOnly": false for it in the setting “skybucket.connections”.' },
    );
  }
  return connection;
}
