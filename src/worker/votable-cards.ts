import type {
  VoCoosys,
  VoDocument,
  VoField,
  VoGroup,
  VoInfo,
  VoLink,
  VoParam,
  VoPart,
  VoResource,
  VoTable,
  VoTimesys,
} from '../core/votable/document';
import { formatCount } from '../protocol/figures';
import type { CardLine } from '../protocol/methods';

/** Cards that are shown of a part; a document may have any number. */
const MOST_CARDS = 20_000;
const LONGEST_VALUE = 10_000;

/** What a document says beside its tables: of itself, then of each RESOURCE. */
export function documentCards(document: VoDocument): CardLine[] {
  const { version, status } = document;
  const cards = [
    ...(version === undefined ? [] : [card('version', version, 'of VOTable')]),
    card('status', status.kind, status.message ?? 'what the service says of the answer'),
    ...systemCards(document),
    ...partCards(document),
    ...document.resources.flatMap((resource) => resourceCards(resource, '')),
  ];
  return cards.slice(0, MOST_CARDS);
}

/** What a table says of itself, and each of its fields. */
export function tableCards(table: VoTable): CardLine[] {
  const { id, name, ucd, utype, ref, encoding, rowsPresent, fields } = table;
  const cards = [
    ...optional('name', name, 'of the table'),
    ...optional('ID', id, 'of the table'),
    ...optional('ref', ref, 'the table whose fields it has'),
    ...optional('ucd', ucd, ''),
    ...optional('utype', utype, ''),
    ...optional('encoding', encoding, 'of its rows'),
    card('rows', formatCount(rowsPresent), ''),
    ...partCards(table),
    ...fields.map(fieldCard),
  ];
  return cards.slice(0, MOST_CARDS);
}

function resourceCards(resource: VoResource, above: string): CardLine[] {
  const { name, id, type, utype, resources } = resource;
  const path = `${above}${name ?? id ?? 'RESOURCE'}`;
  return [
    card('RESOURCE', path, [type, utype].filter(Boolean).join(', ')),
    ...systemCards(resource),
    ...partCards(resource),
    ...resources.flatMap((inner) => resourceCards(inner, `${path}/`)),
  ];
}

function systemCards({
  coosys,
  timesys,
}: {
  readonly coosys: readonly VoCoosys[];
  readonly timesys: readonly VoTimesys[];
}): CardLine[] {
  return [
    ...coosys.map(({ id, system, equinox, epoch, refposition }) =>
      card('COOSYS', words({ system, equinox, epoch, refposition }), id ?? ''),
    ),
    ...timesys.map(({ id, timescale, timeorigin, refposition }) =>
      card('TIMESYS', words({ timescale, timeorigin, refposition }), id ?? ''),
    ),
  ];
}

function partCards({ description, infos, params, groups, links }: VoPart): CardLine[] {
  return [
    ...optional('description', description, ''),
    ...infos.map(infoCard),
    ...params.map(paramCard),
    ...links.map(linkCard),
    ...groups.flatMap((group) => groupCards(group, '')),
  ];
}

function infoCard({ name, value, content }: VoInfo): CardLine {
  return card(name, value ?? content, value === undefined || value === content ? '' : content);
}

function paramCard({ name, value, unit, description, ucd }: VoParam): CardLine {
  return card(name, value, comment(unit, description, ucd));
}

function fieldCard({ name, id, datatype, arraysize, unit, description, ucd }: VoField): CardLine {
  const type = arraysize === undefined ? datatype : `${datatype}[${arraysize}]`;
  return card(`FIELD ${name || id || ''}`.trim(), type, comment(unit, description, ucd));
}

function linkCard({ href, value, title, contentRole }: VoLink): CardLine {
  return card('LINK', href ?? value ?? '', [title, contentRole].filter(Boolean).join(', '));
}

function groupCards(group: VoGroup, above: string): CardLine[] {
  const path = `${above}${group.name ?? group.id ?? 'GROUP'}`;
  const members = [...group.fieldRefs, ...group.paramRefs].join(', ');
  return [
    card('GROUP', path, comment(undefined, group.description ?? members, group.ucd)),
    ...group.params.map(paramCard),
    ...group.groups.flatMap((inner) => groupCards(inner, `${path}/`)),
  ];
}

function comment(
  unit: string | undefined,
  description: string | undefined,
  ucd: string | undefined,
): string {
  const parts = [unit === undefined ? '' : `[${unit}]`, description ?? '', ucd ? `UCD ${ucd}` : ''];
  return parts.filter((part) => part !== '').join(' ');
}

function words(values: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]))
    .join(', ');
}

function optional(keyword: string, value: string | undefined, said: string): CardLine[] {
  return value === undefined ? [] : [card(keyword, value, said)];
}

/** There is no card in the file; what is copied is the line as it is shown. */
function card(keyword: string, value: string, said: string): CardLine {
  const line = (text: string): string => text.slice(0, LONGEST_VALUE).replace(/\s+/g, ' ');
  const [shown, about] = [line(value), line(said)];
  const raw = `${keyword} = ${shown}${about === '' ? '' : ` / ${about}`}`;
  return { keyword, value: shown, comment: about, raw };
}
