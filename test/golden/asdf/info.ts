import type { ArrayInfo, Datatype } from '../../../src/core/asdf/array';
import { isText } from '../../../src/core/asdf/datatype';
import type { Comparison } from '../comparison';
import { isObject, numberOf, type Json, type JsonObject } from '../json';

/** Compares what the tree says of an array. */
export function compareInfo(
  comparison: Comparison,
  path: string,
  array: ArrayInfo,
  truth: JsonObject,
): void {
  const { source } = array;
  comparison.same(`${path}.inline`, source.kind === 'inline', truth['inline']);
  if (truth['unit'] !== undefined) {
    comparison.same(`${path}.unit`, array.unit, truth['unit']);
  }
  if (source.kind === 'inline') {
    return;
  }
  const ours: Record<string, unknown> = {
    datatype: datatypeJson(array.datatype),
    byteorder: array.byteOrder,
    shape: array.shape.map((length) => length ?? '*'),
    strides: array.strides,
    offset: array.offset,
  };
  if (source.kind !== 'fits') {
    ours['source'] = source.kind === 'block' ? source.block : source.uri;
  }
  for (const [key, value] of Object.entries(ours)) {
    if (truth[key] !== undefined) {
      const theirs = key === 'datatype' ? truthDatatype(truth) : truth[key];
      comparison.same(`${path}.${key}`, JSON.stringify(value), JSON.stringify(theirs));
    }
  }
  comparison.same(`${path}.strides given`, array.strides !== undefined, 'strides' in truth);
  const mask = array.mask && 'value' in array.mask ? Number(array.mask.value) : null;
  const theirs = truth['mask'] ?? null;
  comparison.same(`${path}.mask`, mask, theirs === null ? null : numberOf(theirs));
}

/** As the truth writes it, with everything that may be left out. */
function datatypeJson(datatype: Datatype): unknown {
  if (typeof datatype === 'string') {
    return datatype;
  }
  if (isText(datatype)) {
    return [datatype.text, datatype.characters];
  }
  return datatype.map(({ name, datatype: inner, byteOrder, shape }) => ({
    name,
    datatype: datatypeJson(inner),
    byteorder: byteOrder,
    shape,
  }));
}

function truthDatatype({ datatype, byteorder }: JsonObject): unknown {
  const spelled = (given: Json | undefined, order: Json | undefined): unknown => {
    if (!Array.isArray(given) || given[0] === 'ascii' || given[0] === 'ucs4') {
      return given;
    }
    return (given as readonly Json[]).map((field, i) => {
      const {
        name,
        datatype: inner,
        byteorder: own,
        shape,
      } = isObject(field) ? field : { datatype: field };
      return {
        name: name ?? `f${i}`,
        datatype: spelled(inner, own ?? order),
        byteorder: own ?? order,
        shape: shape ?? [],
      };
    });
  };
  return spelled(datatype, byteorder);
}
