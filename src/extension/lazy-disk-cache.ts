import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { DiskCache } from '../core/bytes/disk-cache';
import { sentence } from '../core/errors';
import { diskCacheBytes } from './settings';

/** The disk cache in the extension's own storage, loaded when first an object is opened. */
export class LazyDiskCache {
  private made: Promise<DiskCache> | undefined;

  constructor(
    private readonly storage: vscode.Uri,
    private readonly log: Pick<vscode.LogOutputChannel, 'warn'>,
  ) {}

  /** Undefined where the user wants none. */
  async get(): Promise<DiskCache | undefined> {
    return diskCacheBytes() > 0 ? this.make() : undefined;
  }

  /** Follows the setting. Who turns it off wants nothing to stay behind. */
  async resize(): Promise<void> {
    const bytes = diskCacheBytes();
    const disk = bytes > 0 ? await this.made : await this.make();
    await disk?.resize(bytes);
    if (bytes === 0) {
      await disk?.clear().catch((error: unknown) => this.log.warn(sentence(error)));
    }
  }

  /** @throws SkybucketError `local-file` */
  async clear(): Promise<void> {
    await (await this.make()).clear();
  }

  /** Writes what waits to be written. */
  async close(): Promise<void> {
    await (await this.made)?.close();
  }

  private make(): Promise<DiskCache> {
    return (this.made ??= this.load());
  }

  private async load(): Promise<DiskCache> {
    const { DiskCache } = await import('../core/bytes/disk-cache');
    const { NodeDiskStore } = await import('../platform/node/disk-store');
    const store = new NodeDiskStore(join(this.storage.fsPath, 'bytes'));
    return new DiskCache(store, diskCacheBytes(), (error) => {
      this.log.warn(`The disk cache is off for this session: ${sentence(error)}`);
    });
  }
}
