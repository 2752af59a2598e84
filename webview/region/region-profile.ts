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
import type { MeasuredRegion } from './region-statistics';
import { bytesOfShape, costOf, offerText } from './read-cost';

const REST = 150;
/** The profile around a point reaches this far, in pixels. */
const POINT_RADIUS = 20;
/** Around other shapes, this many times their radius: one sees where the sky begins. */
const BEYOND = 1.5;
/** Bytes that one row of a line costs at most: what lies between two rows is not read where it is much. */
const ROW_BYTES = 4096;

/** Which distance it goes by, where it is not the radius. */
const NAMES: Readonly<Partial<Record<Shape['kind'], string>>> = {
  line: 'Profile along the line',
  ellipse: 'Radial profile along the semi-major axis',
};

type ProfileWant = Want<DistanceProfile, { done: number }>;

interface ProfileOf extends Pick<MeasuredRegion, 'index' | 'side'> {
  readonly plane: PlaneReply;
  /** Of the plane and the shape. */
  readonly key: string;
}

/** The profile along the selected line, or around the centre of a point, a circle or an ellipse. */
export class RegionProfile {
  readonly element: HTMLElement;
  readonly #host: Host;
  readonly #demand = new OnDemand<DistanceProfile, { done: number }>(() => this.#show(), REST);
  readonly #title = element('h3');
  readonly #unit = element('span', { class: 'page-note' });
  readonly #plot = new DistancePlot();
  readonly #line: DemandLine;
  /** What was last read of each picture: two that take turns are not read with every turn. */
  readonly #known = new WeakMap<PlaneReply, { readonly key: string; profile: DistanceProfile }>();
  #name = '';
  #of: ProfileOf | undefined;
  /** What the plot is of. */
  #shown: ProfileOf | undefined;

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

  update({ ref, plane }: ShownPlane, of: MeasuredRegion | undefined): void {
    const want = of && this.#wantOf(of.shape, ref, plane);
    this.element.hidden = want === undefined;
    this.#of = want && of && { plane, key: want.key, index: of.index, side: of.side };
    if (want !== undefined) {
      this.#name = NAMES[of?.shape.kind ?? 'circle'] ?? 'Radial profile';
      setText(this.#title, this.#name);
      setText(this.#unit, plane.unit === undefined ? '' : `in ${plane.unit}`);
    }
    const isKnown = this.#known.get(plane)?.key === want?.key;
    this.#demand.want(of?.settled === true && !isKnown ? want : undefined);
    this.#show();
  }

  hide(): void {
    this.#demand.hide();
  }

  #show(): void {
    const { state } = this.#demand;
    const of = this.#of;
    if (of === undefined) {
      return;
    }
    if (state.kind === 'done') {
      this.#known.set(of.plane, { key: of.key, profile: state.reply });
    }
    const known = this.#known.get(of.plane);
    if (known?.key === of.key) {
      this.#shown = of;
      this.#plot.show(known.profile, this.#name, of.plane.unit);
    }
    const isOfThis = this.#shown?.key === of.key || this.#shown?.index === of.index;
    this.#plot.element.hidden = !isOfThis || this.#shown?.side !== of.side;
    this.element.classList.toggle('outdated', this.#shown?.key !== of.key);
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
    const rings = ringsOf(shape);
    return rings && { ...this.#aroundWant(rings, ref, plane), key };
  }

  #aroundWant(rings: Rings, ref: PlaneRef, plane: PlaneReply): Omit<ProfileWant, 'key'> {
    const { x, y, radius, ratio = 1, angle = 0 } = rings;
    const outermost = { kind: 'ellipse', x, y, a: radius, b: radius * ratio, angle } as const;
    return {
      cost: costOf(bytesOfShape(outermost, plane), plane),
      read: async (signal, onProgress) =>
        aroundCentre(
          await this.#host.request('radialProfile', { ...ref, ...rings }, { signal, onProgress }),
        ),
    };
  }
}

/** The rings of a profile: circles, or ellipses of one form. */
interface Rings {
  readonly x: number;
  readonly y: number;
  /** Of the outermost, in pixels; of an ellipse its semi-major axis. */
  readonly radius: number;
  /** Of an ellipse: the semi-minor axis over the semi-major one, and where that points, degrees from the x axis. */
  readonly ratio?: number;
  readonly angle?: number;
}

/** How far and in which form the profile around a shape goes; undefined where it has none. */
function ringsOf(shape: Shape): Rings | undefined {
  switch (shape.kind) {
    case 'point':
      return { x: shape.x, y: shape.y, radius: POINT_RADIUS };
    case 'circle':
      return { x: shape.x, y: shape.y, radius: Math.max(3, BEYOND * shape.radius) };
    case 'annulus':
      return { x: shape.x, y: shape.y, radius: shape.outer };
    case 'ellipse': {
      const { x, y, a, b, angle } = shape;
      const [longer, shorter] = [Math.max(a, b), Math.min(a, b)];
      return {
        ...{ x, y, radius: Math.max(3, BEYOND * longer) },
        ...{ ratio: shorter / longer, angle: a >= b ? angle : angle + 90 },
      };
    }
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
