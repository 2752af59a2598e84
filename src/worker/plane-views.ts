import type { ByteReader } from '../core/bytes/reader';
import type { Hdu } from '../core/fits/hdu';
import { openImagePlane } from '../core/fits/image-plane';
import { PlaneView } from '../core/image/plane-view';

/** Planes whose averages are kept: those somebody flips between. */
const MOST_VIEWS = 4;

/** The planes last looked at, with what was made of them. */
export class PlaneViews {
  /** The one used last stands last. */
  private readonly views = new Map<string, PlaneView>();

  constructor(private readonly reader: ByteReader) {}

  /** @throws SkybucketError where the HDU has no such plane. */
  of(hdu: Hdu, slice: readonly number[]): PlaneView {
    const key = [hdu.index, ...slice].join();
    const view = this.views.get(key) ?? new PlaneView(openImagePlane(this.reader, hdu, slice));
    this.views.delete(key);
    this.views.set(key, view);
    for (const oldest of [...this.views.keys()].slice(0, -MOST_VIEWS)) {
      this.views.delete(oldest);
    }
    return view;
  }
}
