import * as vscode from 'vscode';
import { HttpSource } from '../core/bytes/http-source';
import { HttpsTarget } from '../core/bytes/https-target';
import { LinkEstimate } from '../core/bytes/link';
import { MemorySource } from '../core/bytes/memory-source';
import type { ByteSource } from '../core/bytes/source';
import { SpanReader } from '../core/bytes/span-reader';
import type { HttpTarget } from '../core/bytes/target';
import { knownVersion, type Version } from '../core/bytes/version';
import { SkybucketError } from '../core/errors';
import { S3Target } from '../core/s3/target';
import type { RemoteFile } from '../core/transfer/download-file-remote';
import { FileSource } from '../platform/node/file-source';
import type { Host, OpenSourceOptions } from './host';
import type { LazyDiskCache } from './lazy-disk-cache';
import type { OpenedObject, OpenObjectOptions } from './services';
import { openCopy } from './transfers/open-copy';
import { documentName, isOurs, readUri } from './uris';
import { formatBytes } from '../protocol/figures';

/** Other schemes can only be read whole, so there is an end to what is read of them. */
const MOST_WHOLE = 64_000_000;

type Needs = Pick<
  Host,
  | 'http'
  | 'regions'
  | 'links'
  | 'known'
  | 'copies'
  | 'connection'
  | 'linkHeaders'
  | 'credentials'
  | 'signer'
>;

/** Opens the bytes behind URIs of every scheme. */
export class ObjectOpener {
  /** What was measured of the way to each host. */
  private readonly estimates = new Map<string, LinkEstimate>();

  constructor(
    private readonly host: Needs &
      Pick<Host, 'cache' | 'session'> & { readonly disk: Pick<LazyDiskCache, 'get'> },
  ) {}

  async open(uri: vscode.Uri, options: OpenObjectOptions = {}): Promise<OpenedObject> {
    return (await this.openCopy(uri, options)) ?? this.openItself(uri, options);
  }

  /** What was downloaded of the object is read instead, where it is the version that the object has now. */
  private async openCopy(
    uri: vscode.Uri,
    { known }: OpenObjectOptions,
  ): Promise<OpenedObject | undefined> {
    const copy = isOurs(uri)
      ? await openCopy(this.host, documentName(uri), () => this.version(uri, known))
      : undefined;
    return (
      copy && {
        ...{ label: this.target(uri).label, copy: copy.path, reader: copy.reader },
        reopen: async () => {
          await copy.source.close();
          this.host.known.forget(documentName(uri));
          return this.open(uri);
        },
        close: () => copy.source.close(),
      }
    );
  }

  /** Asks the server where no listing has just said it. */
  private async version(uri: vscode.Uri, given: OpenObjectOptions['known']): Promise<Version> {
    const known = given ?? this.host.known.get(documentName(uri));
    if (known !== undefined) {
      return knownVersion(known);
    }
    const source = await this.openSource(uri, { probeLength: 1 });
    try {
      const meter = this.host.session.child();
      return { size: await source.size({ meter }), identity: await source.identity({ meter }) };
    } finally {
      await source.close();
    }
  }

  private async openItself(uri: vscode.Uri, { known }: OpenObjectOptions): Promise<OpenedObject> {
    const source = await this.openSource(uri, known === undefined ? {} : { known });
    const ours = isOurs(uri);
    const reader = new SpanReader(source, {
      cache: this.host.cache,
      cacheKey: this.cacheKey(uri),
      disk: ours && (await this.isPublic(uri)) ? await this.host.disk.get() : undefined,
      link: ours ? this.estimate(uri) : undefined,
      meter: this.host.session,
      local: !ours,
    });
    return {
      label: source.label,
      reader,
      reopen: async () => {
        await source.close();
        this.host.known.forget(documentName(uri));
        return this.open(uri);
      },
      close: () => source.close(),
    };
  }

  async openSource(uri: vscode.Uri, options: OpenSourceOptions = {}): Promise<ByteSource> {
    if (uri.scheme === 'file') {
      return new FileSource(uri.fsPath);
    }
    if (isOurs(uri)) {
      return new HttpSource(this.host.http, await this.allowedTarget(uri), {
        known: this.host.known.get(documentName(uri)),
        link: this.estimate(uri),
        wholeUpTo: MOST_WHOLE,
        ...options,
      });
    }
    return openWhole(uri);
  }

  /** One of our URIs as a download reads it: in parts, and small files without asking for their size first. */
  async remoteFile(uri: vscode.Uri): Promise<RemoteFile> {
    const target = await this.allowedTarget(uri);
    const address = readUri(uri);
    const { label } = target;
    return {
      ...{ label, http: this.host.http, target, link: this.estimate(uri) },
      ...(address.kind === 's3' && {
        s3: {
          connection: this.host.connection(address.connection),
          place: { bucket: address.bucket, key: address.key, versionId: address.versionId },
        },
      }),
    };
  }

  /** With what the user has a right to read it by. */
  private async allowedTarget(uri: vscode.Uri): Promise<HttpTarget> {
    const address = readUri(uri);
    if (address.kind !== 'link') {
      return this.target(uri);
    }
    const url = this.host.links.url(address.id);
    return new HttpsTarget(url, { headers: await this.host.linkHeaders(url) });
  }

  private target(uri: vscode.Uri): HttpTarget {
    const address = readUri(uri);
    if (address.kind === 'link') {
      return new HttpsTarget(this.host.links.url(address.id));
    }
    const connection = this.host.connection(address.connection);
    return new S3Target(connection, address, this.host.regions, this.host);
  }

  /** What the user may give another meaning in the settings, the endpoint of a connection, is in it. */
  private cacheKey(uri: vscode.Uri): string {
    const address = isOurs(uri) ? readUri(uri) : undefined;
    const endpoint =
      address?.kind === 's3' ? this.host.connection(address.connection).endpoint : undefined;
    return endpoint === undefined ? documentName(uri) : `${documentName(uri)} at ${endpoint}`;
  }

  /** What was read by a right of the user's own stays in memory: a signed link, credentials, a token. */
  private async isPublic(uri: vscode.Uri): Promise<boolean> {
    const address = readUri(uri);
    if (address.kind === 's3') {
      return this.host.connection(address.connection).auth.kind === 'unsigned';
    }
    const url = this.host.links.url(address.id);
    const { search, username, password } = new URL(url);
    const bare = search === '' && username === '' && password === '';
    return bare && Object.keys(await this.host.linkHeaders(url)).length === 0;
  }

  private estimate(uri: vscode.Uri): LinkEstimate {
    const { hostname } = this.target(uri).request('GET');
    let estimate = this.estimates.get(hostname);
    if (estimate === undefined) {
      estimate = new LinkEstimate();
      this.estimates.set(hostname, estimate);
    }
    return estimate;
  }
}

/** A scheme of another extension: VS Code reads it for us, and only as a whole. */
async function openWhole(uri: vscode.Uri): Promise<ByteSource> {
  const label = uri.with({ query: '', fragment: '' }).toString(true);
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MOST_WHOLE) {
      throw new SkybucketError(
        'too-large',
        `${label} has ${formatBytes(size)}; of “${uri.scheme}:” files ${formatBytes(MOST_WHOLE)} can be read.`,
        { hint: 'Download it, then open the copy.' },
      );
    }
    // Often a Buffer, which may be a view of a larger pool.
    return new MemorySource(label, new Uint8Array(await vscode.workspace.fs.readFile(uri)));
  } catch (error) {
    if (error instanceof vscode.FileSystemError) {
      throw new SkybucketError('not-found', `${label} cannot be read: ${error.message}`, {
        cause: error,
      });
    }
    throw error;
  }
}

/**
 * Opens the source of a URI, each time but the first without what a listing said of it: who opens it
 * again does so because the object has changed.
 */
export function openingAnew(
  host: Pick<Host, 'known' | 'openSource'>,
  uri: vscode.Uri,
): () => Promise<ByteSource> {
  let first = true;
  return () => {
    if (!first) {
      host.known.forget(documentName(uri));
    }
    first = false;
    return host.openSource(uri);
  };
}
