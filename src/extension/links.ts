import { createHash } from 'node:crypto';
import { SkybucketError } from '../core/errors';
import { percentDecode } from '../core/s3/percent';
import { fileKind } from './views/file-kind';

/** The part of `vscode.Memento` that is used. */
export interface Memory {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): Thenable<void>;
}

export interface Link {
  /** Stands for the URL in our addresses. */
  readonly id: string;
  /** The file name it shows. */
  readonly name: string;
}

const KEY = 'skybucket.links';
/** Apart, so that files of archives do not push out what the user typed. */
const LASTING_KEY = 'skybucket.archiveLinks';
const MOST_KEPT = 200;

/**
 * The https links the user opened, by an id. Addresses of documents carry the id alone, because a link
 * can be a right to read (a signed URL), and addresses land in recent files, window state and logs.
 * A link with a query or a password may be such a right: it is kept in memory and gone with the session.
 */
export class LinkStore {
  private readonly session = new Map<string, string>();
  /** Ids of those of this session that may be written down. */
  private readonly harmless = new Set<string>();

  constructor(private readonly memory: Memory) {}

  /**
   * The same URL always has the same id, so it opens the same document.
   *
   * @param life `session` for one that the user did not ask for. `lasting` for one that is no secret, so that it
   *   is kept with its query, too; `queued` for such a one that is kept with the transfers that need it alone.
   */
  add(url: string, life: 'kept' | 'session' | 'lasting' | 'queued' = 'kept'): Link {
    const { href, pathname, hostname, search, username, password } = withoutFragment(url);
    const id = createHash('sha256').update(href).digest('hex').slice(0, 20);
    const isBare = search === '' && username === '' && password === '';
    const isHarmless = life === 'lasting' || life === 'queued' || (life === 'kept' && isBare);
    if (isHarmless) {
      this.harmless.add(id);
    }
    if (isHarmless && life !== 'queued') {
      const key = life === 'lasting' ? LASTING_KEY : KEY;
      const kept = this.kept(key).filter(([known]) => known !== id);
      void this.memory.update(key, [...kept.slice(1 - MOST_KEPT), [id, href]]);
    }
    this.session.set(id, href);
    return { id, name: queriedName(search) ?? fileName(pathname) ?? hostname };
  }

  /** @throws SkybucketError `not-found` where the id stands for nothing any more. */
  url(id: string): string {
    const url = this.session.get(id) ?? this.written(id);
    if (url === undefined) {
      throw new SkybucketError('not-found', 'This link is no longer known.', {
        hint: 'Links that may be secret are not kept beyond the session: open it again with “Open S3 URI…”.',
      });
    }
    return url;
  }

  /** What an id stands for, where that may be written down elsewhere, too; undefined for what may be a secret. */
  harmlessUrl(id: string): string | undefined {
    return this.harmless.has(id) ? this.session.get(id) : this.written(id);
  }

  private written(id: string): string | undefined {
    const kept = [...this.kept(KEY), ...this.kept(LASTING_KEY)];
    return kept.find(([known]) => known === id)?.[1];
  }

  private kept(key: string): readonly (readonly [id: string, url: string])[] {
    const value = this.memory.get<unknown>(key);
    return Array.isArray(value) ? value.filter(isPair) : [];
  }
}

function isPair(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((x) => typeof x === 'string');
}

function withoutFragment(text: string): URL {
  const url = new URL(text);
  url.hash = '';
  return url;
}

/**
 * Download services name the file in the query (`…/Download/file?uri=mast:JWST/product/x_i2d.fits`), and
 * its ending decides what opens it. Only a value that is a name with a known ending counts.
 */
function queriedName(search: string): string | undefined {
  return [...new URLSearchParams(search).values()]
    .map((value) => fileName(value))
    .find((name) => name !== undefined && fileKind(name) !== 'other');
}

function fileName(pathname: string): string | undefined {
  const last = pathname.split('/').findLast((segment) => segment !== '');
  return last === undefined ? undefined : (percentDecode(last) ?? last);
}
