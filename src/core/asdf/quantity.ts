import { childOf, type AsdfNode } from './node';

const QUANTITY = /\bunit\/(tags\/)?quantity-1\.\d+\.\d+$/;

/** Value and unit of a `unit/quantity-1.x`; undefined for anything else. */
export function quantityOf(
  node: AsdfNode,
): { readonly value: AsdfNode; readonly unit: string | undefined } | undefined {
  const value = childOf(node, 'value');
  if (value === undefined || node.tag === undefined || !QUANTITY.test(node.tag)) {
    return undefined;
  }
  const unit = childOf(node, 'unit');
  return { value, unit: unit?.kind === 'scalar' && unit.text !== '' ? unit.text : undefined };
}
