import * as vscode from 'vscode';
import type { ByteSource } from '../../core/bytes/source';
import { SpanReader } from '../../core/bytes/span-reader';
import type { Version } from '../../core/bytes/version';
import { FileSource } from '../../platform/node/file-source';
import type { Host } from '../host';
import { sameCopy } from './same-copy';

/** A download that is read instead of its object. */
export interface OpenedCopy {
  /** Absolute. */
  readonly path: string;
  readonly source: ByteSource;
  readonly reader: SpanReader;
}

/**
 * Opens what was downloaded of an object, where it is the version that the object has now. Never fails: what cannot be
 * found out, or not be read on this machine, is read from where it is.
 *
 * @param version what the server says of the object; asked only where there is a download of it
 */
export async function openCopy(
  { copies, cache, session }: Pick<Host, 'copies' | 'cache' | 'session'>,
  address: string,
  version: () => Promise<Version>,
): Promise<OpenedCopy | undefined> {
  try {
    const copy = await sameCopy(copies, address, version);
    if (copy === undefined) {
      return undefined;
    }
    const { path } = copy;
    const source = new FileSource(path);
    if ((await source.size()) !== copy.size) {
      await source.close();
      return undefined;
    }
    const cacheKey = vscode.Uri.file(path).toString();
    return {
      path,
      source,
      reader: new SpanReader(source, { cache, cacheKey, meter: session, local: true }),
    };
  } catch {
    return undefined;
  }
}
