import { type AsdfNode, childrenOf } from '../../asdf/node';
import { quantityOf } from '../../asdf/quantity';
import type { GwcsFrame } from './gwcs-frames';
import { short, unknownGwcs } from './problem';

/** Units in which numbers mean the same with and without them. */
const PLAIN =
  /^(?:|dimensionless|(?:pix|pixel|deg)(?:\s*(?:\/\s*|\s)(?:pix|pixel)(?:-1|\*\*-1)?)?)$/u;

/**
 * Quantities among the parameters make gwcs convert units between the transforms, which is not done here:
 * only degrees and pixels stay as they are.
 *
 * @throws SkybucketError `unsupported` for other units, or directions whose frame is not in degrees.
 */
export function checkUnits(transforms: readonly AsdfNode[], world: GwcsFrame): void {
  const seen = new Set<AsdfNode>();
  const waiting = [...transforms];
  let any = false;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) {
      continue;
    }
    seen.add(node);
    const quantity = quantityOf(node);
    if (quantity !== undefined) {
      any = true;
      const unit = quantity.unit ?? '';
      if (!PLAIN.test(unit.trim())) {
        throw unknownGwcs(
          `The transforms of the coordinate system have parameters in ${short(unit)}, and units are not converted between transforms here.`,
        );
      }
    } else if (node.kind !== 'scalar') {
      waiting.push(...childrenOf(node));
    }
  }
  const other = world.axes.find(({ kind, unit }) => kind === 'celestial' && unit !== 'deg');
  if (any && other !== undefined) {
    throw unknownGwcs(
      `The transforms of the coordinate system have parameters with units, and its frame is in ${short(other.unit)}, which is not supported.`,
    );
  }
}
