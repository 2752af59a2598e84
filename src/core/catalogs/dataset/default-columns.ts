import { columnName, isNumeric, isScalar } from '../../table/element-type';
import type { Column } from '../../table/table';
import type { PositionColumns } from './dataset';

/** Columns that are shown unasked where the data set says nothing. */
const MOST_GUESSED = 12;
/** The same where it says more than anybody wants to look at. */
const MOST_SAID = 40;

/** What names a row, those that people know it by first. */
const IDS = [
  /^(?:designation|source_?name|main_?id|iauname)$/i,
  /^(?:source|obj|object|gaia|star|galaxy|cat)_?id$/i,
  /^(?:obj(?:ect)?_?id|objid|id|cntr|name|number)$/i,
  /_id$/i,
];
/** Of what follows a measurement: its error, its quality, its limits. */
const BESIDE =
  /(?:err|error|sig|sigma|unc|snr|rchi|chi|rms|flag|flg|qual|lim|std|var|cov|corr|corr?_|bias|_n$|^n_|_p$|over)/i;
const MAGNITUDE = /(?:mag|mpro|mpsf|psf_?mag)(?:[^a-z]|$)|^[ugrizyjhk]$|_m(?:_2mass)?$/i;
const FLUX = /flux/i;
const MAGNITUDE_UNIT = /(?:^|[^a-z])mag(?:$|[^a-z])|jy|flux/i;

/**
 * The columns to show first: those that the data set names (of a column of structs, all of its fields), else what
 * names a row, its position, and the first magnitudes or fluxes; never hundreds, and at least one.
 */
export function defaultColumns(
  columns: readonly Column[],
  said: readonly string[],
  position: PositionColumns | undefined,
): string[] {
  const names = columns.map(columnName);
  const told = said.flatMap((name) =>
    names.filter((own) => own === name || own.startsWith(`${name}.`)),
  );
  if (told.length > 0) {
    return [...new Set(told)].slice(0, MOST_SAID);
  }
  if (columns.length <= MOST_GUESSED) {
    return [...new Set(names)];
  }
  const usable = columns.filter((column) => isScalar(column) && column.problem === undefined);
  const id = IDS.flatMap((like) => usable.filter(({ name }) => like.test(name)))[0];
  const chosen = [
    ...(id === undefined ? [] : [columnName(id)]),
    ...(position === undefined ? [] : [position.ra, position.dec]),
    ...photometry(usable).map(columnName),
  ];
  const some = [...new Set(chosen)].slice(0, MOST_GUESSED);
  return some.length > 3 ? some : [...new Set([...some, ...names])].slice(0, MOST_GUESSED);
}

/** Magnitudes, where there are any; else fluxes. Without what is said about them. */
function photometry(columns: readonly Column[]): Column[] {
  const plain = columns.filter((column) => isNumeric(column) && !BESIDE.test(column.name));
  const magnitudes = plain.filter(
    ({ name, unit }) =>
      MAGNITUDE.test(name) && (unit === undefined || unit.trim() === '' || isPhotometric(unit)),
  );
  return magnitudes.length > 0 ? magnitudes : plain.filter(({ name }) => FLUX.test(name));
}

function isPhotometric(unit: string): boolean {
  return MAGNITUDE_UNIT.test(unit);
}
