import { formatCount } from '../../src/protocol/figures';
import type { PlaneRef, PlaneReply } from '../../src/protocol/methods';
import type { RadialProfileReply, SegmentProfileReply, Shape } from '../../src/protocol/region';
import { formatNumber } from '../image/format';
import type { Host } from '../image/host';
import { DemandLine } from '../inspector/demand-line';
import { float64s } from '../inspector/numbers';
import type { Want } from '../inspector/on-demand';
import { OnDemand } from '../inspector/on-demand';
import type { ShownPlane } from '../overlay/stand';
import { element, setText } from '../ui/dom';
import type { DistanceProfile } from './distance-plot';
import { DistancePlot } from './distance-plot';
import { bytesOfShape, costOf, offerText } from './read-cost';

const REST = 150;
/** The profile around a point reaches this far, in pixels. */
const POINT_RADIUS = 20;
/** Around other shapes, this many times their radius: one sees where the sky begins. */
const BEYOND = 1.5;
/** Bytes that one row of a line costs at most: what lies between two rows is not read where it is much. */
const ROW_BYTES = 4096;

type ProfileWant = Want<DistanceProfile, { done: number }>;

/** The profile along the selected line, or around the centre of a point, a circle or an ellipse. */
export class RegionProfile {
  readonly element: HTMLElement;
  readonly #host: Host;
  readonly #demand = new OnDemand<DistanceProfile, { done: number }>(() => this.#show(), REST);
  readonly #title = element('h3');
  readonly #unit = element('span', { class: 'page-note' });
  readonly #plot = new DistancePlot();
  readonly #line: DemandLine;
  #name = '';
  #unitText: string | undefined;
  #key = '';
  /** Of which region, and of which shape of it, the plot is. */
  #shown: { readonly index: number; readonly key: string } | undefined;
  #index = -1;

  constructor(host: Host) {
    this.#host = host;
    this.#line = new DemandLine({
      name: 'this profile',
      offer: offerText('this profile'),
      onRead: () => this.#demand.ask(),
      onCancel: () => this.#demand.cancel(),
    });
    this.element = element('section', { class: 'region-part' }, [
      element('div', { class: 'region-title' }, [
        this.#title,
        element('span', { class: 'spacer' }),
        this.#unit,
      ]),
      this.#plot.element,
      this.#line.element,
    ]);
  }

  /** @param settled false while the pointer changes the shape. */
  update(
    { ref, plane }: ShownPlane,
    shape: Shape | undefined,
    index: number,
    settled: boolean,
  ): void {
    const want = shape && this.#wantOf(shape, ref, plane);
    this.element.hidden = want === undefined;
    this.#key = want?.key ?? '';
    this.#index = index;
    if (want !== undefined) {
      this.#name = shape?.kind === 'line' ? 'Profile along the line' : 'Radial profile';
      this.#unitText = plane.unit;
      setText(this.#title, this.#name);
      setText(this.#unit, plane.unit === undefined ? '' : `in ${plane.unit}`);
    }
    this.#demand.want(settled ? want : undefined);
    this.#show();
  }

  hide(): void {
    this.#demand.hide();
  }

  #show(): void {
    const { state } = this.#demand;
    if (state.kind === 'done') {
      this.#shown = { index: this.#index, key: this.#key };
      this.#plot.show(state.reply, this.#name, this.#unitText);
    }
    const isOfThis = this.#shown?.key === this.#key || this.#shown?.index === this.#index;
    this.#plot.element.hidden = !isOfThis;
    this.element.classList.toggle('outdated', this.#shown?.key !== this.#key);
    const progress = state.kind === 'reading' ? state.progress : undefined;
    this.#line.show(state, progress && { share: progress.done, text: '' });
  }

  #wantOf(shape: Shape, ref: PlaneRef, plane: PlaneReply): ProfileWant | undefined {
    const key = JSON.stringify([ref, shape]);
    if (shape.kind === 'line') {
      const { from, to } = shape;
      const rows = Math.min(plane.height, Math.abs(to[1] - from[1]) + 1);
      const bytes = Math.round(rows * Math.min(plane.bytesPerRow, ROW_BYTES));
      return {
        key,
        cost: costOf(bytes, plane),
        read: async (signal, onProgress) =>
          alongLine(
            await this.#host.request(
              'segmentProfile',
              { ...ref, from, to },
              { signal, onProgress },
            ),
          ),
      };
    }
    const radius = profileRadius(shape);
    if (radius === undefined || !('x' in shape)) {
      return undefined;
    }
    const { x, y } = shape;
    const bytes = bytesOfShape({ kind: 'circle', x, y, radius }, plane);
    return {
      key,
      cost: costOf(bytes, plane),
      read: async (signal, onProgress) =>
        aroundCentre(
          await this.#host.request(
            'radialProfile',
            { ...ref, x, y, radius },
            { signal, onProgress },
          ),
        ),
    };
  }
}

/** How far the profile around a shape reaches, in pixels; undefined where it has none. */
function profileRadius(shape: Shape): number | undefined {
  switch (shape.kind) {
    case 'point':
      return POINT_RADIUS;
    case 'circle':
      return Math.max(3, BEYOND * shape.radius);
    case 'annulus':
      return shape.outer;
    case 'ellipse':
      return Math.max(3, BEYOND * Math.max(shape.a, shape.b));
    case 'box':
    case 'polygon':
    case 'line':
      return undefined;
  }
}

function alongLine({ step, skyStep, values }: SegmentProfileReply): DistanceProfile {
  const samples = float64s(values);
  return {
    distances: samples.map((_, at) => at * step),
    values: samples,
    scatter: undefined,
    scale: skyStep === undefined || skyStep === null ? undefined : skyStep / step,
    note: () => '',
  };
}

/** Each ring stands at its middle. */
function aroundCentre({ step, scale, ...reply }: RadialProfileReply): DistanceProfile {
  const values = float64s(reply.mean);
  const scatter = float64s(reply.deviation);
  const pixels = float64s(reply.pixels);
  return {
    distances: values.map((_, at) => (at + 0.5) * step),
    values,
    scatter,
    scale: scale ?? undefined,
    note: (at) => {
      const count = pixels[at] ?? 0;
      const spread = scatter[at] ?? Number.NaN;
      const width = Number.isFinite(spread) ? ` ± ${formatNumber(spread, 3)}` : '';
      return count > 0 ? `${width}, ${formatCount(count)} ${count === 1 ? 'pixel' : 'pixels'}` : '';
    },
  };
}
