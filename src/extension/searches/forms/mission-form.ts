import type { MissionColumn } from '../../../core/archives/mast/mission-columns';
import {
  DEFAULT_MISSION_RADIUS,
  type MissionCondition,
  type MissionQuery,
} from '../../../core/archives/mast/mission-query';
import { SkybucketError } from '../../../core/errors';
import type { FieldText, FilledForm, SearchField, SearchForm } from '../../../protocol/search';
import { splitInterval } from '../../../core/archives/sia/typed-interval';
import { positionText, type TypedPlaces } from './place';
import { endsTyped, isTyped, numbersTyped, timeIn, valuesTyped } from './texts';

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
    ...{ service, fields, counts: true, notes: [], incomplete: undefined },
    place: { shapes: false, several: true, radius: MISSION_RADIUS },
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
    negates: !range,
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
  place: TypedPlaces | undefined,
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
  const targets = place.all.map(({ ra, dec }) => ({ ra, dec }));
  // Degrees and back to minutes is not exact, and 3′ are to be sent as 3.
  const minutes = Number((place.radius * 60).toPrecision(12));
  return { mission, conditions, targets, radius: minutes };
}

function conditionTyped(text: FieldText, column: MissionColumn): MissionCondition['values'] {
  if (typeOf(column) === 'text') {
    return valuesTyped(text);
  }
  return 'range' in text
    ? [condition(...endsTyped(text), column)]
    : valuesTyped(text).map((value) => checked(value, column));
}

/** @throws SkybucketError for ends that the column does not have. */
function condition(from: string, to: string, column: MissionColumn): string {
  const isDate = typeOf(column) === 'date';
  if (!isDate) {
    numbersTyped({ range: [from, to] }, column.label);
  }
  const [first, last] = [from, to].map((end) => (isDate && end !== '' ? timeIn(end) : end));
  if (first === last) {
    return first ?? '';
  }
  return first === '' ? `<=${last}` : last === '' ? `>=${first}` : `${first}..${last}`;
}

/** A condition as somebody wrote it, which stays as it is: `!5`, `<5`, `1..2`. */
function checked(value: string, column: MissionColumn): string {
  const { from = '', to = '' } = splitInterval(value.replace(/^!/, ''));
  condition(from, to, column);
  return value;
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
  return {
    service,
    place: targets.map(positionText).join('; '),
    radius: targets.length === 0 ? '' : `${radius} arcmin`,
    fields: Object.fromEntries(fields),
  };
}

/** Undefined for what two ends cannot say. */
function endsOf(condition: string): readonly [string, string] | undefined {
  const [, sign, end = ''] = /^(>=|<=)(.*)$/s.exec(condition) ?? [];
  if (sign !== undefined) {
    return sign === '>=' ? [end, ''] : ['', end];
  }
  const [from = '', to = from] = condition.split('..');
  return /^[!<>]/.test(condition) ? undefined : [from, to];
}
