import type {
  VoCoosys,
  VoField,
  VoGroup,
  VoInfo,
  VoLink,
  VoParam,
  VoTimesys,
  VoValues,
} from './document';
import { datatypeOf } from './shape';
import type { Writable } from './writable';

/** The attributes of an element by their names, without namespace. */
export type Attributes = Readonly<Record<string, string>>;

/** An attribute; undefined where it is not there or empty. */
export function attribute(attributes: Attributes, name: string): string | undefined {
  return attributes[name]?.trim() || undefined;
}

/** Files before version 1.1 are careless about the case of `ID`. */
export function idOf(attributes: Attributes): string | undefined {
  return attribute(attributes, 'ID') ?? attribute(attributes, 'id');
}

export function fieldOf(attributes: Attributes): Writable<VoField> {
  const word = attribute(attributes, 'datatype') ?? '';
  const datatype = datatypeOf(word);
  const isString = datatype === 'char' && word.toLowerCase() === 'string';
  return {
    name: attribute(attributes, 'name') ?? '',
    id: idOf(attributes),
    datatype: datatype ?? word,
    arraysize: attribute(attributes, 'arraysize') ?? (isString ? '*' : undefined),
    unit: attribute(attributes, 'unit'),
    ucd: attribute(attributes, 'ucd'),
    utype: attribute(attributes, 'utype'),
    xtype: attribute(attributes, 'xtype'),
    ref: attribute(attributes, 'ref'),
    width: attribute(attributes, 'width'),
    precision: attribute(attributes, 'precision'),
    ...{ description: undefined, values: undefined, links: [] },
  };
}

export function paramOf(attributes: Attributes): Writable<VoParam> {
  return { ...fieldOf(attributes), value: attributes['value'] ?? '' };
}

export function valuesOf(attributes: Attributes): Writable<VoValues> {
  const none = { min: undefined, max: undefined, options: [] };
  return { id: idOf(attributes), null: attributes['null'], ...none };
}

export function infoOf(attributes: Attributes): Writable<VoInfo> {
  return {
    id: idOf(attributes),
    name: attribute(attributes, 'name') ?? '',
    value: attributes['value'],
    content: '',
    ucd: attribute(attributes, 'ucd'),
    unit: attribute(attributes, 'unit'),
  };
}

export function linkOf(attributes: Attributes): VoLink {
  return {
    id: idOf(attributes),
    href: attribute(attributes, 'href'),
    title: attribute(attributes, 'title'),
    contentRole: attribute(attributes, 'content-role'),
    contentType: attribute(attributes, 'content-type'),
    value: attribute(attributes, 'value'),
    action: attribute(attributes, 'action'),
  };
}

export function coosysOf(attributes: Attributes): VoCoosys {
  return {
    id: idOf(attributes),
    system: attribute(attributes, 'system'),
    equinox: attribute(attributes, 'equinox'),
    epoch: attribute(attributes, 'epoch'),
    refposition: attribute(attributes, 'refposition'),
  };
}

export function timesysOf(attributes: Attributes): VoTimesys {
  return {
    id: idOf(attributes),
    timeorigin: attribute(attributes, 'timeorigin'),
    timescale: attribute(attributes, 'timescale'),
    refposition: attribute(attributes, 'refposition'),
  };
}

export function groupOf(attributes: Attributes): Writable<VoGroup> {
  return {
    id: idOf(attributes),
    name: attribute(attributes, 'name'),
    ucd: attribute(attributes, 'ucd'),
    utype: attribute(attributes, 'utype'),
    ref: attribute(attributes, 'ref'),
    ...{ description: undefined, params: [], fieldRefs: [], paramRefs: [], groups: [] },
  };
}
