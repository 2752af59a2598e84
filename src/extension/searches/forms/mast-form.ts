import {
  queryableColumns,
  columnNamed,
  type MastColumn,
} from '../../../core/archives/mast/columns';
import type { MastCriterion } from '../../../core/archives/mast/filters';
import type { KnownValuesOfColumns } from '../../../core/archives/mast/known-values';
import { DEFAULT_RADIUS, type MastQuery } from '../../../core/archives/mast/query';
import type { FieldText, FilledForm, SearchField, SearchForm } from '../../../protocol/search';
import { type CirclePlace, degreesText, positionText } from './place';
import {
  choicesInExample,
  choicesOf,
  isTyped,
  numbersTyped,
  rangeTexts,
  timesTyped,
  timeTexts,
  valuesTyped,
} from './texts';

/** What is meant where no radius is given. */
export const MAST_RADIUS = degreesText(DEFAULT_RADIUS);

/** What people ask for mostly, in that order. */
const FIRST: readonly string[] = [
  ...['obs_collection', 'instrument_name', 'filters', 'dataproduct_type', 'calib_level'],
  ...['t_min', 'proposal_id', 'dataRights'],
];

/** The search of all of MAST as a form, from what MAST says of its columns. */
export function mastForm(
  service: SearchForm['service'],
  columns: readonly MastColumn[],
  known: KnownValuesOfColumns,
): SearchForm {
  const asked = queryableColumns(columns).map((column) => fieldOf(column, known));
  const first = FIRST.flatMap((name) => asked.filter((field) => field.name === name));
  return {
    ...{ service, counts: true, notes: [], incomplete: undefined },
    fields: [...first, ...asked.filter((field) => !field.first)],
    place: { shapes: false, several: false, radius: MAST_RADIUS },
  };
}

function fieldOf(column: MastColumn, known: KnownValuesOfColumns): SearchField {
  const { name, label, unit, description, example, asked } = column;
  const values = known.get(name);
  const listed = values?.kind === 'values' ? choicesOf(values.values) : [];
  const examples = choicesInExample(example);
  return {
    ...{ name, label, unit, description, example, asked },
    type: asked === 'values' ? 'text' : isDate(column) ? 'date' : 'number',
    wildcards: asked === 'values' && column.type === 'string',
    negates: false,
    choices: listed.length === 0 ? examples : withMeanings(listed, examples),
    extent: values?.kind === 'range' ? [values.min, values.max] : undefined,
    first: FIRST.includes(name),
  };
}

function withMeanings(
  choices: SearchField['choices'],
  examples: SearchField['choices'],
): SearchField['choices'] {
  const meanings = new Map(examples.map(({ value, meaning }) => [value, meaning]));
  return choices.map((choice) => ({ ...choice, meaning: meanings.get(choice.value) }));
}

function isDate({ unit }: MastColumn): boolean {
  return unit === 'MJD';
}

/**
 * What is asked by a form as it is filled in.
 *
 * @throws SkybucketError `format` and `unsupported` for what makes no sense, `not-found` for an unknown column.
 */
export function mastQuery(
  { fields }: FilledForm,
  columns: readonly MastColumn[],
  place: CirclePlace | undefined,
): MastQuery {
  const criteria = Object.entries(fields)
    .filter(([, text]) => isTyped(text))
    .map(([name, text]): MastCriterion => {
      const column = columnNamed(columns, name);
      return column.asked === 'range'
        ? { column: name, range: rangeTyped(text, column) }
        : { column: name, values: valuesTyped(text) };
    });
  const { ra, dec, radius, name } = place ?? {};
  return ra === undefined || dec === undefined || radius === undefined
    ? { criteria }
    : { criteria, position: { ra, dec, radius, ...(name === undefined ? {} : { name }) } };
}

function rangeTyped(
  text: FieldText,
  column: MastColumn,
): readonly [number | undefined, number | undefined] {
  return isDate(column) ? timesTyped(text) : numbersTyped(text, column.label);
}

/** {@link mastQuery} the other way. */
export function mastFilled(
  service: string,
  { criteria, position }: MastQuery,
  columns: readonly MastColumn[],
): FilledForm {
  const dates = new Set(columns.filter(isDate).map(({ name }) => name));
  const fields = criteria.map((criterion): [string, FieldText] => {
    if ('values' in criterion) {
      return [criterion.column, { values: criterion.values.map(String) }];
    }
    const texts = dates.has(criterion.column) ? timeTexts : rangeTexts;
    return [criterion.column, texts(...criterion.range)];
  });
  return {
    service,
    place: position === undefined ? '' : (position.name ?? positionText(position)),
    radius: position === undefined ? '' : degreesText(position.radius),
    fields: Object.fromEntries(fields),
  };
}
