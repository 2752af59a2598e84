import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { IHasher } from 'hash-wasm';
import type { ChecksumTools, Digest } from '../../core/transfer/checksum/tools';
import { Md5Digest, Md5Thread, SHORT } from './md5-thread';

/**
 * Checksums by what is fastest here: Node's own CRC-32 and SHA, WebAssembly for the CRCs that Node has not, and a
 * thread of its own for long MD5s, the one that is slower than a network may be.
 */
export function nodeChecksums(): ChecksumTools {
  const thread = new Md5Thread();
  let crc32c: Promise<IHasher> | undefined;
  let crc64: Promise<IHasher> | undefined;
  return {
    begin: async (algorithm, length = Infinity) => {
      switch (algorithm) {
        case 'CRC32':
          return new ZlibCrc32();
        case 'CRC32C':
          crc32c ??= loadCrc32c();
          return new SharedHasher(await crc32c);
        case 'CRC64NVME':
          crc64 ??= loadCrc64();
          return new SharedHasher(await crc64);
        case 'SHA1':
          return new CryptoHash('sha1');
        case 'SHA256':
          return new CryptoHash('sha256');
        case 'MD5':
          return length <= SHORT ? new CryptoHash('md5') : new Md5Digest(thread);
      }
    },
  };
}

async function loadCrc32c(): Promise<IHasher> {
  const { default: module } = await import('hash-wasm/dist/crc32.umd.min.js');
  return module.createCRC32(0x82f63b78);
}

async function loadCrc64(): Promise<IHasher> {
  const { default: module } = await import('hash-wasm/dist/crc64.umd.min.js');
  return module.createCRC64('9a6c9329ac4bc9b5');
}

class ZlibCrc32 implements Digest {
  private value = 0;

  update(bytes: Uint8Array): void {
    this.value = crc32(bytes, this.value);
  }

  async drained(): Promise<void> {}

  async digest(): Promise<Uint8Array> {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, this.value);
    return bytes;
  }

  discard(): void {}
}

/** Many digests share one module: its state is a few bytes, its memory and tables are not. */
class SharedHasher implements Digest {
  private state: Uint8Array;

  constructor(private readonly hasher: IHasher) {
    this.state = hasher.init().save();
  }

  update(bytes: Uint8Array): void {
    this.state = this.hasher.load(this.state).update(bytes).save();
  }

  async drained(): Promise<void> {}

  async digest(): Promise<Uint8Array> {
    return this.hasher.load(this.state).digest('binary');
  }

  discard(): void {}
}

class CryptoHash implements Digest {
  private readonly hash;

  constructor(algorithm: 'md5' | 'sha1' | 'sha256') {
    this.hash = createHash(algorithm);
  }

  update(bytes: Uint8Array): void {
    this.hash.update(bytes);
  }

  async drained(): Promise<void> {}

  async digest(): Promise<Uint8Array> {
    return Uint8Array.from(this.hash.digest());
  }

  discard(): void {}
}
