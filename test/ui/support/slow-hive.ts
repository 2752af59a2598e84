import { folderObjects } from '../../support/s3/folder';
import type { ObjectBody } from '../../support/s3/objects';
import type { S3TestServer } from '../../support/s3/server';
import { catalogFolder } from './editor';

/** Between the rows and the footer, so that a look at the footer does not bring the rows. */
const APART = 256 * 1024;
/** Footers, which are read when a query is planned, are let through. */
const TAIL = 200 * 1024;
const HIVE = 'wise/wise-sample.parquet/';

/** The sample hive once more, whose rows come only while its gate is open. */
export class SlowHive {
  readonly address: string;
  private isOpen = true;
  private waiting: (() => void)[] = [];
  private left = 0;
  private near = -1;

  constructor(
    private readonly server: S3TestServer,
    private readonly bucket: string,
  ) {
    this.address = `skybucket://sample/${bucket}/${HIVE}`;
    const made = server.createBucket(bucket);
    const files = folderObjects(catalogFolder);
    for (let i = 0; i < files.count; i++) {
      const { key, body } = files.objectAt(i);
      if (key.startsWith(HIVE)) {
        made.put(key, key.endsWith('_common_metadata') ? body : this.gated(key, body), {
          etag: `e${i}`,
        });
      }
    }
  }

  /**
   * Lets so many reads of rows through, and then none.
   *
   * @param near the last pixel whose rows come all the same; without it none do
   */
  close(reads: number, near = -1): void {
    this.isOpen = false;
    this.left = reads;
    this.near = near;
  }

  open(): void {
    this.isOpen = true;
    this.waiting.splice(0).forEach((go) => go());
  }

  /** Takes the file of a pixel away. */
  remove(pixel: number): void {
    this.server.bucket(this.bucket).delete(this.keyOf(pixel));
  }

  keyOf(pixel: number): string {
    return `${HIVE}healpix_k0=${pixel >> 10}/healpix_k5=${pixel}/part0.snappy.parquet`;
  }

  private gated(key: string, body: ObjectBody): ObjectBody {
    const pixel = Number(/healpix_k5=(\d+)/u.exec(key)?.[1]);
    const bytes = body.read(0, body.size) as Uint8Array;
    const end = Buffer.from(bytes.subarray(-8)).readUInt32LE(0) + 8;
    const apart = Buffer.concat([
      bytes.subarray(0, bytes.length - end),
      Buffer.alloc(APART),
      bytes.subarray(bytes.length - end),
    ]);
    const read = async (offset: number, length: number): Promise<Uint8Array> => {
      const isFar = offset < apart.length - TAIL && pixel > this.near;
      if (isFar && !this.isOpen && this.left-- <= 0) {
        await new Promise<void>((go) => this.waiting.push(go));
      }
      return apart.subarray(offset, offset + length);
    };
    return { size: apart.length, read };
  }
}
