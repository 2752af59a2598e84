import { formatCount } from '../../src/protocol/figures';
import type { GridReply, HistogramReply, Limits } from '../../src/protocol/methods';
import { formatLimits } from '../image/format';
import type { Size } from '../image/view';

export interface Overview {
  readonly kind: GridReply['kind'];
  /** Image pixels per grid pixel. */
  readonly step: number;
  /** Share that has been read, 0 to 1. */
  readonly done: number;
}

/** What the counts are of, for example `1,638,400 sampled values (1 of 16 pixels)`. */
export function sourceText(values: number, image: Size, { kind, step, done }: Overview): string {
  const pixels = image.width * image.height;
  const reading = done < 1 ? ` · reading ${Math.floor(done * 100)} %` : '';
  const size = Number(step.toFixed(2));
  if (kind === 'averaged') {
    return `${formatCount(values)} averages of ${size} × ${size} pixels${reading}`;
  }
  if (values >= pixels) {
    return `every pixel (${formatCount(pixels)})${reading}`;
  }
  const each = pixels / Math.max(values, 1);
  const of = each >= 10 ? Math.round(each) : Number(each.toFixed(1));
  return `${formatCount(values)} sampled values (1 of ${formatCount(of)} pixels)${reading}`;
}

/** `12 below · 3,210 above · 4,160 missing`; what there is none of is not named. */
export function outsideText({ below, above, missing }: HistogramReply): string {
  return [
    [below, 'below'],
    [above, 'above'],
    [missing, 'missing'],
  ]
    .filter(([count]) => count !== 0)
    .map(([count, where]) => `${formatCount(Number(count))} ${where}`)
    .join(' · ');
}

/** `1.2 to 1.3: 45`: a bin of a histogram. */
export function binText(bin: number, reply: HistogramReply, { low, high }: Limits): string {
  const width = (high - low) / reply.counts.length;
  const edges = formatLimits({ low: low + bin * width, high: low + (bin + 1) * width });
  return `${edges.low} to ${edges.high}: ${formatCount(reply.counts[bin] ?? 0)}`;
}
