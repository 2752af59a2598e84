import type { ObjectBody } from '../../support/s3/objects';
import type { S3TestServer } from '../../support/s3/server';

/** What a server was asked for, and the body bytes it sent. */
export function totals({ requests }: S3TestServer): { requests: number; bytes: number } {
  return {
    requests: requests.length,
    bytes: requests.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** Bytes made when they are read: what stands at an offset follows from the offset. */
export function generatedBody(size: number): ObjectBody {
  return {
    size,
    read: (offset, length) => {
      const bytes = new Uint8Array(length);
      for (let i = 0; i < length; i++) {
        bytes[i] = ((offset + i) * 2654435761) >>> 13;
      }
      return bytes;
    },
  };
}

/** A body that gives its first bytes at once, and the others when it is opened. */
export class GatedBody implements ObjectBody {
  readonly size: number;
  open!: () => void;
  private readonly opened = new Promise<void>((resolve) => (this.open = resolve));

  constructor(
    private readonly body: ObjectBody,
    private readonly free: number,
  ) {
    this.size = body.size;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    if (offset + length > this.free) {
      await this.opened;
    }
    return this.body.read(offset, length);
  }
}
