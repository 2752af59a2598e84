import type { Ask, Meter } from '../../bytes/meter';
import { onAbort } from '../../bytes/on-abort';
import { SharedTask } from '../../bytes/shared-task';
import { isCancelled, sentence, SkybucketError, throwIfAborted } from '../../errors';
import { AtOnce } from '../at-once';
import { lookUpPaths, URIS_AT_ONCE, type LookedUp } from './path-lookup';
import { inBatches } from './batches';
import type { MastProduct } from './products';
import type { MastTools } from './tools';

/** Where MAST's public data lie, in us-east-1, for all without sign-in. */
export const MAST_BUCKET = 'stpubdata';

/** Where a product lies in the cloud, or why it does not. */
export type CloudPlace =
  | { readonly kind: 'cloud'; readonly bucket: string; readonly key: string }
  /** `not in the cloud`: MAST's own server has it. `not public`: so far its owners alone may read it. */
  | { readonly kind: 'none'; readonly reason: 'not in the cloud' | 'not public' }
  /** Nothing is known yet: it can be asked for again. */
  | {
      readonly kind: 'failed';
      readonly reason: 'look-up failed: retry';
      /** What went wrong. */
      readonly problem: string;
    };

/**
 * Whether an object is there, by a HEAD.
 *
 * @throws SkybucketError `access-denied` where it may not be read; others where that cannot be told now.
 */
export type ObjectExists = (
  bucket: string,
  key: string,
  options: {
    readonly signal: AbortSignal | undefined;
    readonly meter: Meter | undefined;
    /** Of the meter, from before it waited for its turn. */
    readonly ask: Ask | undefined;
  },
) => Promise<boolean>;

export interface CloudOptions {
  readonly exists: ObjectExists;
  /** Look-ups at a time; 6. */
  readonly lookUps?: number | undefined;
  /** HEADs at a time; 32. */
  readonly heads?: number | undefined;
  readonly bucket?: string | undefined;
}

export interface PlaceOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told as places become known, a batch at a time. */
  readonly onPlaces?: ((done: number, of: number) => void) | undefined;
}

type Wanted = Pick<MastProduct, 'uri' | 'rights'>;
type Places = ReadonlyMap<string, CloudPlace>;

/**
 * Where products lie in the cloud. MAST tells the path of each, many in a request and several requests at a
 * time; whether the object is there is then seen by a HEAD of each, many at a time, since not every path is
 * filled. What is known stays known; a failure is forgotten. What is asked for while it is being found out is
 * not asked for again.
 */
export class CloudPlaces {
  private readonly known = new Map<string, CloudPlace>();
  private readonly underWay = new Map<string, SharedTask<Places>>();
  private readonly lookUps: AtOnce;
  private readonly heads: AtOnce;

  constructor(
    private readonly tools: MastTools,
    private readonly options: CloudOptions,
  ) {
    this.lookUps = new AtOnce(options.lookUps ?? 6);
    this.heads = new AtOnce(options.heads ?? 32);
  }

  /** Undefined while nothing is known. */
  placeOf(uri: string): CloudPlace | undefined {
    return this.known.get(uri);
  }

  /**
   * The places of all products, by URI. What could not be found out is among them as `failed`.
   *
   * @throws SkybucketError `cancelled`.
   */
  async find(wanted: readonly Wanted[], { signal, onPlaces }: PlaceOptions = {}): Promise<Places> {
    throwIfAborted(signal);
    const places = new Map<string, CloudPlace>();
    const products = new Map(wanted.map((product) => [product.uri, product]));
    for (const uri of products.keys()) {
      const known = this.known.get(uri);
      if (known !== undefined) {
        places.set(uri, known);
      }
    }
    const missing = [...products.values()].filter(
      ({ uri }) => !places.has(uri) && !this.underWay.has(uri),
    );
    for (const batch of inBatches(missing, URIS_AT_ONCE)) {
      const task = new SharedTask<Places>((options) => this.findBatch(batch, options.signal));
      batch.forEach(({ uri }) => this.underWay.set(uri, task));
    }
    const tasks = new Set([...products.keys()].flatMap((uri) => this.underWay.get(uri) ?? []));
    onPlaces?.(places.size, products.size);
    await Promise.all(
      [...tasks].map(async (task) => {
        for (const [uri, place] of await task.join({ signal })) {
          if (products.has(uri)) {
            places.set(uri, place);
          }
        }
        onPlaces?.(places.size, products.size);
      }),
    );
    return places;
  }

  private async findBatch(
    batch: readonly Wanted[],
    signal: AbortSignal | undefined,
  ): Promise<Places> {
    try {
      const uris = batch.map(({ uri }) => uri);
      const paths = await this.lookUps.run(signal, () => lookUpPaths(this.tools, uris, { signal }));
      const places = await Promise.all(
        batch.map(({ rights }, index) => this.place(paths[index], rights, signal)),
      );
      return this.keep(batch, places);
    } catch (error) {
      if (isCancelled(error) || !(error instanceof SkybucketError)) {
        throw error;
      }
      return this.keep(
        batch,
        batch.map(() => failed(error)),
      );
    } finally {
      batch.forEach(({ uri }) => this.underWay.delete(uri));
    }
  }

  private keep(batch: readonly Wanted[], places: readonly CloudPlace[]): Places {
    const found = new Map(batch.map(({ uri }, index) => [uri, places[index] as CloudPlace]));
    for (const [uri, place] of found) {
      if (place.kind !== 'failed') {
        this.known.set(uri, place);
      }
    }
    return found;
  }

  private async place(
    path: LookedUp | undefined,
    rights: string,
    signal: AbortSignal | undefined,
  ): Promise<CloudPlace> {
    const absent: CloudPlace = {
      kind: 'none',
      reason: rights === '' || rights === 'PUBLIC' ? 'not in the cloud' : 'not public',
    };
    if (path?.kind === 'none') {
      return absent;
    }
    if (path?.kind === 'denied') {
      return { kind: 'none', reason: 'not public' };
    }
    if (path?.kind !== 'path') {
      return failed('MAST did not say where it is.');
    }
    const { bucket = MAST_BUCKET, exists } = this.options;
    const { key } = path;
    const { meter } = this.tools;
    const ask = meter?.ask();
    try {
      const there = await this.heads.run(signal, () =>
        withOwnSignal(signal, (own) => exists(bucket, key, { signal: own, meter, ask })),
      );
      return there ? { kind: 'cloud', bucket, key } : absent;
    } catch (error) {
      if (isCancelled(error) || !(error instanceof SkybucketError)) {
        throw error;
      }
      if (error.code === 'not-found') {
        return absent;
      }
      return error.code === 'access-denied'
        ? { kind: 'none', reason: 'not public' }
        : failed(error);
    }
  }
}

/** Many listeners at one signal are taken for a leak, so that each request has its own. */
async function withOwnSignal<T>(
  signal: AbortSignal | undefined,
  work: (own: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const forget = onAbort(signal, () => controller.abort());
  try {
    return await work(controller.signal);
  } finally {
    forget();
  }
}

function failed(problem: unknown): CloudPlace {
  const said = typeof problem === 'string' ? problem : sentence(problem);
  return { kind: 'failed', reason: 'look-up failed: retry', problem: said };
}
