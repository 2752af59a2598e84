/** One bit of a data-quality mask, and what it means. */
export interface BitName {
  /** 0 for the lowest. */
  readonly bit: number;
  /** `SATURATED`; empty where nobody says what the bit means. */
  readonly name: string;
  /** One line, or empty. */
  readonly description: string;
}

/** Names by number of the bit: `[name, description]`, nothing where a bit is reserved. */
type Names = Readonly<Record<number, readonly [name: string, description: string]>>;

/** The bits on which both missions agree. */
const SHARED: Names = {
  0: ['DO_NOT_USE', 'Bad pixel, not to be used'],
  1: ['SATURATED', 'Pixel saturated during the exposure'],
  2: ['JUMP_DET', 'Jump detected during the exposure'],
  3: ['DROPOUT', 'Data lost in transmission'],
  5: ['PERSISTENCE', 'High persistence'],
  6: ['AD_FLOOR', 'Below the floor of the A/D converter'],
  9: ['NON_SCIENCE', 'Pixel not on the science portion of the detector'],
  10: ['DEAD', 'Dead pixel'],
  11: ['HOT', 'Hot pixel'],
  12: ['WARM', 'Warm pixel'],
  13: ['LOW_QE', 'Low quantum efficiency'],
  15: ['TELEGRAPH', 'Telegraph pixel'],
  16: ['NONLINEAR', 'Highly nonlinear pixel'],
  17: ['BAD_REF_PIXEL', 'Reference pixel that cannot be used'],
  18: ['NO_FLAT_FIELD', 'Flat field cannot be measured'],
  19: ['NO_GAIN_VALUE', 'Gain cannot be measured'],
  20: ['NO_LIN_CORR', 'Linearity correction not available'],
  21: ['NO_SAT_CHECK', 'Saturation check not available'],
  22: ['UNRELIABLE_BIAS', 'Variance of the bias is large'],
  23: ['UNRELIABLE_DARK', 'Variance of the dark is large'],
  24: ['UNRELIABLE_SLOPE', 'Variance of the slope is large (noisy pixel)'],
  25: ['UNRELIABLE_FLAT', 'Variance of the flat is large'],
  30: ['OTHER_BAD_PIXEL', 'Bad for another reason'],
  31: ['REFERENCE_PIXEL', 'Pixel is a reference pixel'],
};

const JWST: Names = {
  ...SHARED,
  4: ['OUTLIER', 'Flagged by outlier detection'],
  7: ['CHARGELOSS', 'Charge lost to its neighbours'],
  14: ['RC', 'RC pixel'],
  26: ['OPEN', 'Open pixel: its counts go to its neighbours'],
  27: ['ADJ_OPEN', 'Next to an open pixel'],
  28: ['FLUX_ESTIMATED', 'Flux estimated, because data are missing or bad'],
  29: ['MSA_FAILED_OPEN', 'Sees light from a shutter that failed open'],
};

const ROMAN: Names = {
  ...SHARED,
  4: ['GW_AFFECTED_DATA', 'Affected by the guide window'],
  7: ['OUTLIER', 'Flagged by outlier detection'],
  8: ['UNRELIABLE_ERROR', 'Uncertainty is not reliable'],
  28: ['UNRELIABLE_RESET', 'Sensitive to the reset anomaly'],
};

const ROMAN_GROUP: Names = { ...ROMAN, 7: ['WFI18_TRANSIENT', ''] };

/** Whose names there are, as they are called in `MaskReply.namesFrom`. */
export type Mission = 'JWST' | 'Roman';

/** A mask says no more than 32 things of a pixel. */
export const MOST_BITS = 32;

/**
 * All bits of a mask, lowest first, with the names its mission gives them (stdatamodels and
 * roman_datamodels, `dqflags`). JWST has one table for pixels and groups.
 *
 * @param count bits the mask has room for.
 * @param group whether it is of the groups of a ramp; Roman calls bit 7 otherwise there.
 */
export function missionBits(mission: Mission | undefined, count: number, group = false): BitName[] {
  const roman = group ? ROMAN_GROUP : ROMAN;
  const names = mission === undefined ? {} : mission === 'JWST' ? JWST : roman;
  return Array.from({ length: Math.min(count, MOST_BITS) }, (_, bit) => {
    const [name = '', description = ''] = names[bit] ?? [];
    return { bit, name, description };
  });
}

/** The mission as TELESCOP, or `meta.telescope` of a tree, has it. */
export function missionOf(telescope: string | undefined): Mission | undefined {
  const name = telescope?.trim().toUpperCase();
  return name === 'JWST' ? 'JWST' : name === 'ROMAN' ? 'Roman' : undefined;
}
