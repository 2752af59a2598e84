import { type AsdfNode, childOf } from '../../asdf/node';
import { isArrayNode } from '../../asdf/array-node';
import { quantityOf } from '../../asdf/quantity';
import { type ArrayLookup, listedArray, type NumberArray, numberOf } from './number-array';
import { badGwcs, short } from './problem';

/** The parameters of a transform, by their keys. Quantities are taken in their own unit. */
export class Parameters {
  constructor(
    readonly node: AsdfNode,
    /** What the transform is called, for messages. */
    readonly name: string,
    private readonly arrays: ArrayLookup,
  ) {}

  at(key: string): AsdfNode | undefined {
    const child = childOf(this.node, key);
    return child?.kind === 'scalar' && child.value === null ? undefined : child;
  }

  has(key: string): boolean {
    return this.at(key) !== undefined;
  }

  /** @throws SkybucketError `format` where there is none and no default. */
  number(key: string, otherwise?: number): number {
    const node = this.at(key);
    if (node === undefined) {
      if (otherwise === undefined) {
        throw badGwcs(`The transform ${this.name} does not say its ${short(key)}.`);
      }
      return otherwise;
    }
    const { values } = this.arrayOf(node);
    if (values.length !== 1) {
      throw badGwcs(`The ${short(key)} of the transform ${this.name} is not one number.`);
    }
    return values[0] as number;
  }

  /** @throws SkybucketError `format` */
  integer(key: string, otherwise?: number): number {
    const value = this.number(key, otherwise);
    if (!Number.isSafeInteger(value)) {
      throw badGwcs(`The ${short(key)} of the transform ${this.name} is not an integer.`);
    }
    return value;
  }

  text(key: string, otherwise?: string): string {
    const node = this.at(key);
    if (node?.kind === 'scalar') {
      return node.text;
    }
    if (otherwise === undefined || node !== undefined) {
      throw badGwcs(`The transform ${this.name} does not say its ${short(key)}.`);
    }
    return otherwise;
  }

  flag(key: string, otherwise: boolean): boolean {
    const node = this.at(key);
    return node?.kind === 'scalar' && typeof node.value === 'boolean' ? node.value : otherwise;
  }

  /** @throws SkybucketError `format` */
  array(key: string): NumberArray {
    const node = this.at(key);
    if (node === undefined) {
      throw badGwcs(`The transform ${this.name} does not say its ${short(key)}.`);
    }
    return this.arrayOf(node);
  }

  /** Numbers of an array of any shape, of which there must be `count` if that is given. */
  numbers(key: string, count?: number): Float64Array {
    const { values } = this.array(key);
    if (count !== undefined && values.length !== count) {
      const has = `has ${values.length} numbers where there should be ${count}`;
      throw badGwcs(`The ${short(key)} of the transform ${this.name} ${has}.`);
    }
    return values;
  }

  /** Items of a list; none where there is no list. */
  items(key: string): readonly AsdfNode[] {
    const node = this.at(key);
    return node?.kind === 'sequence' ? node.items : [];
  }

  /** Names of inputs or outputs. */
  names(key: string): string[] {
    return this.items(key).map((item) => (item.kind === 'scalar' ? item.text : ''));
  }

  /** @throws SkybucketError `format` */
  arrayOf(node: AsdfNode): NumberArray {
    const known = this.arrays(node);
    if (known !== undefined) {
      return known;
    }
    const quantity = quantityOf(node);
    if (quantity !== undefined) {
      return this.arrayOf(quantity.value);
    }
    if (isArrayNode(node)) {
      const problem = 'could not be read, or is too large for one';
      throw badGwcs(`An array of the transform ${this.name} ${problem}.`);
    }
    return node.kind === 'sequence'
      ? listedArray(node)
      : { shape: [], values: Float64Array.of(numberOf(node)) };
  }
}
