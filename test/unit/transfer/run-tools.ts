import * as sdk from '@aws-sdk/client-s3';
import { HttpsTarget } from '../../../src/core/bytes/https-target';
import { LinkEstimate } from '../../../src/core/bytes/link';
import { Meter } from '../../../src/core/bytes/meter';
import type { Connection } from '../../../src/core/s3/connection';
import { RegionMemory } from '../../../src/core/s3/regions';
import { S3ObjectStore } from '../../../src/core/s3/store';
import type { RemoteFile } from '../../../src/core/transfer/download-file-remote';
import type { RunOptions, TransferOutcome } from '../../../src/core/transfer/queue';
import { addressOf, remoteS3File } from '../../../src/core/transfer/remote-s3';
import { LocalTransferRunner } from '../../../src/core/transfer/runner';
import type { TransferBatch, TransferFile } from '../../../src/core/transfer/transfer';
import { nodeChecksums } from '../../../src/platform/node/checksums';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { MemoryCopies, MemoryDisk, MemoryJournals } from '../../support/transfer/memory-disk';
import { AT_ONCE } from '../s3/fakes';

/** A runner over a disk in memory and a real client, for a server at `endpoint`. */
export class RunTools {
  readonly disk = new MemoryDisk();
  readonly journals = new MemoryJournals();
  readonly copies = new MemoryCopies(this.disk);
  readonly connection: Connection;
  readonly store: S3ObjectStore;
  readonly runner: LocalTransferRunner;
  readonly open: (address: string) => Promise<RemoteFile>;
  readonly meter = new Meter();
  readonly progress: { done: number; size: number | undefined; phase: string }[] = [];
  /** A link in the stead of an object on S3. */
  url: string | undefined;
  private readonly http = new NodeHttpClient({ stallTimeoutMs: 2_000 });

  constructor(endpoint: string) {
    const regions = new RegionMemory();
    const { http } = this;
    this.connection = {
      ...{ id: 'test', label: 'test', kind: 's3', endpoint, pathStyle: true },
      ...{ auth: { kind: 'unsigned' }, requesterPays: false, readOnly: false },
    };
    const checksums = nodeChecksums();
    this.store = new S3ObjectStore({
      ...{ http, regions, checksums, retry: AT_ONCE },
      loadSdk: () => Promise.resolve(sdk),
    });
    const link = new LinkEstimate();
    const place = (
      address: string,
    ): { connection: Connection; place: { bucket: string; key: string } } => {
      const at = addressOf(address);
      if (at.kind !== 's3') {
        throw new Error('not on S3');
      }
      return { connection: this.connection, place: { bucket: at.bucket, key: at.key } };
    };
    this.open = async (address) => {
      if (this.url !== undefined) {
        const target = new HttpsTarget(this.url);
        return { label: target.label, http, target, link, retry: AT_ONCE };
      }
      const at = place(address);
      return remoteS3File({ http, regions, retry: AT_ONCE }, at.connection, at.place, link);
    };
    const { disk, journals, copies, store, open } = this;
    this.runner = new LocalTransferRunner({
      ...{ disk, journals, copies, store, open, checksums, place },
    });
  }

  download(
    file: Partial<TransferFile>,
    batch: Partial<TransferBatch> = {},
    options: Partial<RunOptions> = {},
  ): Promise<TransferOutcome> {
    return this.run('download', file, batch, options);
  }

  upload(
    file: Partial<TransferFile>,
    batch: Partial<TransferBatch> = {},
    options: Partial<RunOptions> = {},
  ): Promise<TransferOutcome> {
    return this.run('upload', file, batch, options);
  }

  abandonUpload(): Promise<void> {
    return this.runner.abandon({ ...BATCH, direction: 'upload' }, FILE);
  }

  async close(): Promise<void> {
    this.http.dispose();
  }

  private run(
    direction: 'download' | 'upload',
    file: Partial<TransferFile>,
    batch: Partial<TransferBatch>,
    options: Partial<RunOptions>,
  ): Promise<TransferOutcome> {
    return this.runner.run(
      { ...BATCH, direction, ...batch },
      { ...FILE, ...file },
      {
        ...{ signal: new AbortController().signal, meter: this.meter },
        onProgress: (done, size, phase) => this.progress.push({ done, size, phase }),
        ...options,
      },
    );
  }
}

export const BATCH: TransferBatch = {
  ...{ id: 'b1', direction: 'download', label: 'test', folder: '/home/me' },
  ...{ onExisting: 'keep-both', created: 0 },
};

export const FILE: TransferFile = {
  ...{ id: 'f1', batch: 'b1', address: 'skybucket://test/bucket/a.fits', path: 'a.fits' },
};

/** Bytes that differ everywhere. */
export function noise(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (state * 1664525 + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}
