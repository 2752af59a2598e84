import { childOf, type AsdfNode } from './node';

/** Arrays of a Roman data model by name, and their unit. */
type Units = Readonly<Record<string, string>>;

const RAW: Units = {
  data: 'DN',
  amp33: 'DN',
  reference_read: 'DN',
  reference_amp33: 'DN',
  reset_read: 'DN',
  reset_amp33: 'DN',
};
const BORDERS: Units = {
  border_ref_pix_left: 'DN',
  border_ref_pix_right: 'DN',
  border_ref_pix_top: 'DN',
  border_ref_pix_bottom: 'DN',
};
const RATE: Units = {
  ...{ data: 'DN / s', err: 'DN / s', dumo: 'DN / s' },
  ...{ var_poisson: 'DN2 / s2', var_rnoise: 'DN2 / s2', var_flat: 'DN2 / s2' },
};
const SURFACE_BRIGHTNESS: Units = {
  ...{ data: 'MJy / sr', err: 'MJy / sr', dumo: 'MJy / sr' },
  ...{ var_poisson: 'MJy2 / sr2', var_rnoise: 'MJy2 / sr2', var_flat: 'MJy2 / sr2' },
  var_sky: 'MJy2 / sr2',
};

/** Models by the name in their tag, as the schemas of `rad` give the units. */
const MODELS: Readonly<Record<string, Units>> = {
  wfi_science_raw: RAW,
  wfi_image: { ...RATE, ...BORDERS, amp33: 'DN' },
  wfi_mosaic: SURFACE_BRIGHTNESS,
};
const REFERENCES: Readonly<Record<string, Units>> = {
  dark: { dark_slope: 'DN / s', dark_slope_error: 'DN / s' },
  gain: { data: 'electron / DN' },
  readnoise: { data: 'DN' },
  saturation: { data: 'DN' },
};

/**
 * The unit of an array at the top of a Roman file (`roman/data`). Since 2024 these files leave it to their
 * schema; an array that says its own unit is to be believed instead. Undefined for all others.
 */
export function romanUnit(tree: AsdfNode | undefined, path: string): string | undefined {
  const model = childOf(tree, 'roman');
  const name = /^roman\/(\w+)$/.exec(path)?.[1];
  const kind = /\/tags\/(reference_files\/)?(\w+?)-\d/.exec(model?.tag ?? '');
  const [, reference, base] = kind ?? [];
  if (model === undefined || name === undefined || base === undefined) {
    return undefined;
  }
  if (reference !== undefined) {
    return own(own(REFERENCES, base), name);
  }
  // A rate image is turned into surface brightness by the flux step, which changes nothing else.
  const done = childOf(childOf(childOf(model, 'meta'), 'cal_step'), 'flux');
  const calibrated = done?.kind === 'scalar' && done.value === 'COMPLETE';
  const units =
    base === 'wfi_image' && calibrated
      ? { ...MODELS['wfi_image'], ...SURFACE_BRIGHTNESS }
      : own(MODELS, base);
  return own(units, name);
}

/** Keys come from the file: `constructor` is none of ours. */
function own<T>(map: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}
