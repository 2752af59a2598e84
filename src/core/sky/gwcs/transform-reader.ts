import { type AsdfNode, childOf } from '../../asdf/node';
import { SkybucketError } from '../../errors';
import { ASDF_KINDS } from './asdf-kinds';
import { GWCS_KINDS } from './gwcs-kinds';
import { JWST_KINDS } from './jwst-kinds';
import { type Kind, kindOf } from './kind';
import type { ArrayLookup } from './number-array';
import { Parameters } from './parameters';
import { badGwcs, short, unknownGwcs } from './problem';
import { projection } from './projections';
import type { Maker, Reading } from './reading';
import type { Transform } from './transform';

/** Transforms within transforms; JWST's go to about 40. */
const MOST_DEPTH = 400;
/** Transforms of one coordinate system; JWST's have some 300. */
const MOST_TRANSFORMS = 50_000;
/** Elementary steps for one position: aliases can make 2ⁿ of them from n nodes. */
export const MOST_COST = 100_000;
const MOST_AXES = 64;

/** Reads the transforms of one coordinate system; a node that several aliases lead to is one transform. */
export class TransformReader implements Reading {
  readonly warnings: string[] = [];
  private readonly known = new Map<AsdfNode, Transform>();
  private readonly open = new Set<AsdfNode>();
  private readonly withInverse: AsdfNode[] = [];

  constructor(private readonly arrays: ArrayLookup) {}

  /**
   * @throws SkybucketError `format` for what is no transform, contains itself or is absurdly large,
   *   `unsupported` for one not known here.
   */
  transform(node: AsdfNode | undefined): Transform {
    const kind = kindOf(node);
    if (node === undefined || kind === undefined) {
      throw badGwcs(
        'There is something else where a transform of the coordinate system should be.',
      );
    }
    const known = this.known.get(node);
    if (known !== undefined) {
      return known;
    }
    if (this.open.has(node)) {
      throw badGwcs('A transform of the coordinate system contains itself.');
    }
    if (this.open.size >= MOST_DEPTH || this.known.size >= MOST_TRANSFORMS) {
      throw badGwcs('The transforms of the coordinate system are nested too deep, or too many.');
    }
    this.open.add(node);
    const made = this.make(node, kind);
    this.open.delete(node);
    this.known.set(node, made);
    if (childOf(node, 'inverse')?.kind === 'mapping') {
      this.withInverse.push(node);
    }
    return made;
  }

  parameters(node: AsdfNode, name: string): Parameters {
    return new Parameters(node, name, this.arrays);
  }

  /** Reads the inverses that the file gives of what was read; those that cannot be are left out with a warning. */
  readInverses(): void {
    for (let node = this.withInverse.pop(); node !== undefined; node = this.withInverse.pop()) {
      const of = this.known.get(node) as Transform;
      try {
        const inverse = this.transform(childOf(node, 'inverse'));
        // Of a constant there is none; files give one all the same.
        if (inverse.inputs === of.outputs && inverse.outputs === of.inputs) {
          of.giveInverse(inverse);
        }
      } catch (error) {
        if (!(error instanceof SkybucketError)) {
          throw error;
        }
        this.open.clear();
        this.warnings.push(`An inverse that the file gives is not used: ${error.message}`);
      }
    }
  }

  private make(node: AsdfNode, kind: Kind): Transform {
    const parameters = this.parameters(node, short(kind.name));
    const made =
      makerOf(kind)?.(parameters, this, kind) ??
      (kind.origin === 'asdf' ? projection(kind.name, parameters) : undefined);
    if (made === undefined) {
      throw unknownGwcs(
        `The coordinate system has the transform ${short(kind.name)} (${short(node.tag ?? '')}), which is not known here.`,
      );
    }
    if (made.cost > MOST_COST || made.inputs > MOST_AXES || made.outputs > MOST_AXES) {
      throw badGwcs('The transforms of the coordinate system repeat too often.');
    }
    return made;
  }
}

/** Of gwcs, some had their tags in the ASDF standard before. */
function makerOf({ origin, name }: Kind): Maker | undefined {
  const own = (kinds: Readonly<Record<string, Maker>>): Maker | undefined =>
    Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  switch (origin) {
    case 'asdf':
      return own(ASDF_KINDS) ?? own(GWCS_KINDS);
    case 'gwcs':
      return own(GWCS_KINDS);
    case 'jwst':
      return own(JWST_KINDS);
    case 'astropy':
    case 'other':
      return undefined;
  }
}
