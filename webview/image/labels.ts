import type { StretchName } from '../../src/protocol/display';
import type { LimitsMode } from './limits';

/** How stretches and limits are called where people choose them. */

export const STRETCH_LABELS: Readonly<Record<StretchName, string>> = {
  linear: 'linear',
  sqrt: 'sqrt',
  squared: 'squared',
  log: 'log',
  asinh: 'asinh',
  sinh: 'sinh',
  power: 'power',
  histogram: 'histogram',
};

/** `zscale`, `99.5 %`, `min–max`, `typed`. */
export function limitsLabel(mode: LimitsMode): string {
  if (mode === 'zscale') {
    return 'zscale';
  }
  if (mode === 'minmax') {
    return 'min–max';
  }
  return 'percent' in mode ? `${mode.percent} %` : 'typed';
}
