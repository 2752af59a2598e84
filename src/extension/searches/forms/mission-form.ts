import type { MissionColumn } from '../../../core/archives/mast/mission-columns';
import {
  DEFAULT_MISSION_RADIUS,
  type MissionCondition,
  type MissionQuery,
} from '../../../core/archives/mast/mission-query';
import { SkybucketError } from '../../../core/errors';
import type { FieldText, FilledForm, SearchField, SearchForm } from '../../../protocol/search';
import { type CirclePlace, positionText } from './place';
import { checkTime, endsTyped, isTyped, numbersTyped, valuesTyped } from './texts';

/** What is meant where no radius is given. */
export const MISSION_RADIUS = `${DEFAULT_MISSION_RADIUS} arcmin`;

/** What people ask for mostly, by what missions call it, in that order. */
const FIRST: readonly RegExp[] = [
  /^target name/i,
  /^instrument$/i,
  /filter|optical element/i,
  /^exposure type|^exp(osure)? type/i,
  /^(start time|date of obs|observation start|start date)/i,
  /^(exp(osure)? (time|duration|length)|duration)/i,
  /^(proposal|program)( id)?$/i,
  /^release date/i,
];

const MOST_FIRST = 9;

/** The search of one mission as a form. */
export function missionForm(
  service: SearchForm['service'],
  columns: readonly MissionColumn[],
): SearchForm {
  const asked = columns.filter(({ queryable }) => queryable);
  const first = FIRST.flatMap((pattern) => asked.filter(({ label }) => pattern.test(label)));
  // A mission that calls everything otherwise still has something to begin with.
  const chosen = new Set(
    (first.length > 1 ? first : asked.filter(({ shown }) => shown)).slice(0, MOST_FIRST),
  );
  const fields = [...chosen, ...asked.filter((column) => !chosen.has(column))].map((column) =>
    fieldOf(column, chosen.has(column)),
  );
  return {
    ...{ service, fields, counts: true, notes: [] },
    place: { shapes: false, radius: MISSION_RADIUS },
  };
}

const NUMBERS: readonly string[] = ['float', 'double', 'ra', 'dec'];

function fieldOf(column: MissionColumn, first: boolean): SearchField {
  const { name, label, description } = column;
  const type = typeOf(column);
  const range = type !== 'text';
  return {
    ...{ name, label, description, type, first, asked: range ? 'range' : 'values' },
    unit: column.condition === 'ra' || column.condition === 'dec' ? 'deg' : undefined,
    example: range ? undefined : column.condition === 'integer' ? '1783, 1000..2000' : undefined,
    wildcards: !range && column.condition !== 'integer',
    choices: [],
    extent: undefined,
  };
}

function typeOf({ condition }: MissionColumn): SearchField['type'] {
  return NUMBERS.includes(condition) ? 'number' : condition === 'datetime' ? 'date' : 'text';
}

/**
 * What is asked by a form as it is filled in.
 *
 * @throws SkybucketError `format` and `unsupported` for what makes no sense, `not-found` for an unknown column.
 */
export function missionQuery(
  mission: string,
  { fields }: FilledForm,
  columns: readonly MissionColumn[],
  place: CirclePlace | undefined,
): MissionQuery {
  const conditions = Object.entries(fields)
    .filter(([, text]) => isTyped(text))
    .map(([name, text]): MissionCondition => {
      const column = columns.find((one) => one.name === name);
      if (column === undefined) {
        throw new SkybucketError('not-found', `This mission has no column “${name}”.`, {
          hint: 'Take it out of the search.',
        });
      }
      return { column: name, values: conditionTyped(text, column) };
    });
  if (place === undefined) {
    return { mission, conditions };
  }
  const { ra, dec, radius } = place;
  // Degrees and back to minutes is not exact, and 3′ are to be sent as 3.
  const minutes = Number((radius * 60).toPrecision(12));
  return { mission, conditions, targets: [{ ra, dec }], radius: minutes };
}

function conditionTyped(text: FieldText, column: MissionColumn): MissionCondition['values'] {
  const type = typeOf(column);
  if (type === 'text') {
    return valuesTyped(text);
  }
  const [from, to] = endsTyped(text);
  if (type === 'date') {
    [from, to].filter((end) => end !== '').forEach(checkTime);
  } else {
    numbersTyped(text, column.label);
  }
  if (from === to) {
    return [from];
  }
  return [from === '' ? `<=${to}` : to === '' ? `>=${from}` : `${from}..${to}`];
}

/** {@link missionQuery} the other way. */
export function missionFilled(
  service: string,
  { conditions, targets = [], radius = DEFAULT_MISSION_RADIUS }: MissionQuery,
  columns: readonly MissionColumn[],
): FilledForm {
  const types = new Map(columns.map((column) => [column.name, typeOf(column)]));
  const fields = conditions.map(({ column, values }): [string, FieldText] => {
    const texts = values.map(String);
    const [only = ''] = texts;
    const ends = texts.length === 1 && types.get(column) !== 'text' ? endsOf(only) : undefined;
    return [column, ends === undefined ? { values: texts } : { range: ends }];
  });
  const [target] = targets;
  return {
    service,
    place: target === undefined ? '' : positionText(target),
    radius: target === undefined ? '' : `${radius} arcmin`,
    fields: Object.fromEntries(fields),
  };
}

function endsOf(condition: string): readonly [string, string] {
  const [, sign, end = ''] = /^(>=|<=|>|<)(.*)$/s.exec(condition) ?? [];
  if (sign !== undefined) {
    return sign.startsWith('>') ? [end, ''] : ['', end];
  }
  const [from = '', to = from] = condition.split('..');
  return [from, to];
}
