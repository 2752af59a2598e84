import { SkybucketError } from '../core/errors';
import { type Connection, PUBLIC_CONNECTION, readConnections } from '../core/s3/connection';
import { connectionsValue } from './settings';

/**
 * The connections there are: Amazon S3 without credentials, and those of the setting
 * `skybucket.connections`. The setting is of machine scope, so that no workspace can lead requests
 * elsewhere.
 */
export function allConnections(): readonly Connection[] {
  return [PUBLIC_CONNECTION, ...readConnections(connectionsValue()).connections];
}

/** @throws SkybucketError `bad-address` where no connection has the id. */
export function connectionById(id: string): Connection {
  const connection = allConnections().find((candidate) => candidate.id === id);
  if (connection === undefined) {
    throw new SkybucketError('bad-address', `There is no connection “${id}”.`, {
      hint: 'Add it to the setting “skybucket.connections”.',
    });
  }
  return connection;
}

/** One sentence for each connection of the setting that cannot be used. */
export function connectionProblems(): readonly string[] {
  return readConnections(connectionsValue()).problems;
}
