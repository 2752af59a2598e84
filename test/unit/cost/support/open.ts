import { BlockCache } from '../../../../src/core/bytes/block-cache';
import type { HttpClient } from '../../../../src/core/bytes/http';
import { HttpSource, type HttpSourceOptions } from '../../../../src/core/bytes/http-source';
import type { LinkEstimate } from '../../../../src/core/bytes/link';
import { Meter } from '../../../../src/core/bytes/meter';
import { SpanReader } from '../../../../src/core/bytes/span-reader';
import { HduIndex } from '../../../../src/core/fits/hdu-index';
import { openPlane } from '../../../../src/core/fits/image-plane';
import type { Plane } from '../../../../src/core/image/plane';
import type { Connection } from '../../../../src/core/s3/connection';
import { RegionMemory } from '../../../../src/core/s3/regions';
import { S3Target } from '../../../../src/core/s3/target';
import { PLANE_TOOLS } from '../../../support/fits/plane-tools';
import { COST_BUCKET } from './objects';

export function connectionTo(endpoint: string): Connection {
  return {
    ...{ id: 'embedded', label: 'Embedded S3', kind: 's3', endpoint, pathStyle: true },
    ...{ auth: { kind: 'unsigned' }, requesterPays: false, readOnly: true },
  };
}

export interface OpenOptions {
  /**
   * What requests are planned for; left out, what is assumed before anything was measured. It learns
   * only where it is in `source`, too; else no count depends on the machine.
   */
  readonly link?: LinkEstimate;
  readonly cacheBytes?: number;
  readonly source?: HttpSourceOptions;
  readonly onMeter?: (bytes: number) => void;
}

export interface OpenedFits {
  readonly reader: SpanReader;
  readonly index: HduIndex;
  readonly meter: Meter;
  /** The plane of an HDU's image, its header read if it was not. */
  plane(hdu?: number): Promise<Plane>;
}

/** An object of the cost server on the path of the product: client, source, reader, HDU index. */
export function openFits(
  http: HttpClient,
  endpoint: string,
  key: string,
  options: OpenOptions = {},
): OpenedFits {
  const object = { bucket: COST_BUCKET, key };
  const target = new S3Target(connectionTo(endpoint), object, new RegionMemory());
  const meter: Meter = new Meter(undefined, undefined, () =>
    options.onMeter?.(meter.figures().bytes),
  );
  const { link, cacheBytes = 256 * 2 ** 20 } = options;
  const reader = new SpanReader(new HttpSource(http, target, options.source), {
    cache: new BlockCache(cacheBytes),
    ...{ link, meter },
  });
  const index = new HduIndex(reader);
  return {
    ...{ reader, index, meter },
    plane: async (hdu = 0) => openPlane(reader, await index.hdu(hdu), [], PLANE_TOOLS),
  };
}
