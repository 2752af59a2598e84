import * as sdk from '@aws-sdk/client-s3';
import { HttpSource } from '../../../src/core/bytes/http-source';
import { Meter } from '../../../src/core/bytes/meter';
import type { Connection } from '../../../src/core/s3/connection';
import { S3Service } from '../../../src/core/s3/client';
import { RegionMemory } from '../../../src/core/s3/regions';
import { S3Target } from '../../../src/core/s3/target';
import type { WriteTools } from '../../../src/extension/writes/tools';
import { SmithySigner } from '../../../src/platform/node/aws-signer';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import type { TestBucket } from '../../support/s3/bucket';
import { AT_ONCE } from '../s3/fakes';
import { connectionTo, KEYS, makeStore, WRITER } from '../s3/store-rig';

export interface ServerTools extends WriteTools {
  /** The bucket `sky` behind a connection. */
  bucket(connection: string): TestBucket;
  close(): Promise<void>;
}

/** The real store and readers in front of embedded servers that verify signatures, one for each connection. */
export async function openServers(...ids: readonly string[]): Promise<ServerTools> {
  const http = new NodeHttpClient();
  const regions = new RegionMemory();
  const access = { credentials: WRITER, signer: new SmithySigner() };
  const servers = new Map<string, S3TestServer>();
  const connections = new Map<string, Connection>();
  for (const id of ids) {
    const server = await startS3Server({ users: [KEYS] });
    server.createBucket('sky');
    servers.set(id, server);
    connections.set(id, connectionTo(server.endpoint, { id, label: id }));
  }
  const of = <T>(map: Map<string, T>, id: string): T => {
    const found = map.get(id);
    if (found === undefined) throw new Error(`no connection ${id}`);
    return found;
  };
  return {
    store: makeStore(http, { regions }),
    s3: new S3Service(http, regions, () => Promise.resolve(sdk), AT_ONCE, access),
    session: new Meter(),
    connection: (id) => of(connections, id),
    open: async ({ connection, ...object }, known) => {
      const target = new S3Target(of(connections, connection), object, regions, access);
      return new HttpSource(http, target, { known });
    },
    bucket: (id) => of(servers, id).bucket('sky'),
    close: async () => {
      http.dispose();
      await Promise.all([...servers.values()].map((server) => server.close()));
    },
  };
}
