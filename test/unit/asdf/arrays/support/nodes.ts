import type {
  AsdfMapping,
  AsdfNode,
  AsdfScalar,
  AsdfSequence,
} from '../../../../../src/core/asdf/node';

type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | AsdfNode
  | readonly Value[]
  | { readonly [key: string]: Value };

/** A node of plain values; whole numbers are integers, as in YAML. */
export function node(value: Value, tag?: string): AsdfNode {
  if (isNode(value)) {
    return value;
  }
  if (Array.isArray(value)) {
    return {
      kind: 'sequence',
      tag,
      items: value.map((item: Value) => node(item)),
    } satisfies AsdfSequence;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([key, child]) => [node(key) as AsdfScalar, node(child as Value)] as const,
    );
    return { kind: 'mapping', tag, entries } satisfies AsdfMapping;
  }
  const scalar = value as AsdfScalar['value'];
  const whole = typeof scalar === 'number' && Number.isSafeInteger(scalar);
  return { kind: 'scalar', tag, value: whole ? BigInt(scalar) : scalar, text: String(scalar) };
}

function isNode(value: unknown): value is AsdfNode {
  return typeof value === 'object' && value !== null && 'kind' in value && 'tag' in value;
}

export const NDARRAY = 'tag:stsci.edu:asdf/core/ndarray-1.0.0';
export const QUANTITY = 'tag:stsci.edu:asdf/unit/quantity-1.1.0';

export function ndarray(more: { [key: string]: Value }): AsdfNode {
  return node({ source: 0, datatype: 'int16', byteorder: 'big', shape: [2, 3], ...more }, NDARRAY);
}

export function inline(data: Value): AsdfNode {
  return node(data, NDARRAY);
}
