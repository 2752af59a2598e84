import type { AsdfNode, AsdfScalar } from '../node';

export type Entry = readonly [key: AsdfScalar, value: AsdfNode];

/**
 * The entries of a mapping as a Python dict keeps them: of equal keys the first place and the last value,
 * and 1, 1.0 and true are equal.
 */
export class Entries {
  private readonly places = new Map<AsdfScalar['value'], number>();

  constructor(private readonly list: Entry[] = []) {
    list.forEach(([{ value }], place) => this.places.set(sameKey(value), place));
  }

  set(key: AsdfScalar, value: AsdfNode): void {
    const name = sameKey(key.value);
    const place = this.places.get(name);
    const first = place === undefined ? undefined : this.list[place];
    if (place === undefined || first === undefined) {
      this.places.set(name, this.list.length);
      this.list.push([key, value]);
    } else {
      this.list[place] = [first[0], value];
    }
  }
}

function sameKey(value: AsdfScalar['value']): AsdfScalar['value'] {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
}
