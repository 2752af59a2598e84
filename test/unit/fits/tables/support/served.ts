import { BlockCache } from '../../../../../src/core/bytes/block-cache';
import { HttpSource } from '../../../../../src/core/bytes/http-source';
import { Meter, type MeterFigures } from '../../../../../src/core/bytes/meter';
import { SpanReader } from '../../../../../src/core/bytes/span-reader';
import type { Table } from '../../../../../src/core/table/table';
import { RegionMemory } from '../../../../../src/core/s3/regions';
import { S3Target } from '../../../../../src/core/s3/target';
import { NodeHttpClient } from '../../../../../src/platform/node/http-client';
import type { ObjectBody } from '../../../../support/s3/objects';
import { startS3Server, type S3TestServer } from '../../../../support/s3/server';
import { connectionTo } from '../../../cost/support/open';
import { openFirstTable } from './made-table';

export interface ServedTable {
  readonly table: Table;
  /** What has been read since the table was opened. */
  cost(): MeterFigures;
}

/** A server of tables, and the way of the product to them. */
export class TableServer {
  private readonly http = new NodeHttpClient();

  private constructor(readonly server: S3TestServer) {}

  static async start(objects: Readonly<Record<string, ObjectBody>>): Promise<TableServer> {
    const server = await startS3Server({ unsignedOnly: true });
    const bucket = server.createBucket('tables');
    for (const [key, body] of Object.entries(objects)) {
      bucket.put(key, body);
    }
    return new TableServer(server);
  }

  async open(key: string): Promise<ServedTable> {
    const connection = connectionTo(this.server.endpoint);
    const target = new S3Target(connection, { bucket: 'tables', key }, new RegionMemory());
    const meter = new Meter();
    const cache = new BlockCache(64 * 2 ** 20);
    const reader = new SpanReader(new HttpSource(this.http, target), { cache, meter });
    const table = await openFirstTable(reader);
    await this.server.settled();
    const before = meter.figures();
    return {
      table,
      cost: () => {
        const now = meter.figures();
        return {
          requests: now.requests - before.requests,
          bytes: now.bytes - before.bytes,
          rounds: now.rounds - before.rounds,
          milliseconds: now.milliseconds - before.milliseconds,
        };
      },
    };
  }

  async close(): Promise<void> {
    this.http.dispose();
    await this.server.close();
  }
}

/** An object whose data, behind the headers, are one byte over and over. */
export function filledBody(headers: Uint8Array, length: number, byte: number): ObjectBody {
  return {
    size: headers.length + Math.ceil(length / 2880) * 2880,
    read: (offset, count) => {
      const bytes = new Uint8Array(count).fill(byte);
      bytes.set(headers.subarray(offset, offset + count));
      return bytes;
    },
  };
}
