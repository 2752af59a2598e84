import type { CatalogRequest } from '../request/request';
import { arrowStore, fsspecPath, placeBelow, type PythonPlace } from './python-place';
import { type PythonCatalog, pythonParts, type PythonParts, type Section } from './python-sections';
import { pythonText } from './python-words';

/**
 * Python that asks for the same rows: LSDB for HATS, astropy for tables of other formats, pyarrow for all else.
 *
 * @param place where the data set is
 * @throws SkybucketError for what cannot be written; ExpressionError of a filter that makes no sense
 */
export function pythonSections(
  request: CatalogRequest,
  catalog: PythonCatalog,
  place: PythonPlace,
): Section[] {
  const parts = pythonParts(request, catalog);
  switch (catalog.kind) {
    case 'hats':
      return lsdbSections(request, parts, placeBelow(place, request.dataset.part));
    case 'table':
      return tableSections(request, parts, place);
    case 'hive':
    case 'files':
    case 'pixel-files':
      return arrowSections(request, parts, catalog, place);
  }
}

/** All of it as a script. */
export function catalogPython(
  request: CatalogRequest,
  catalog: PythonCatalog,
  place: PythonPlace,
): string {
  const code = pythonSections(request, catalog, place).map((section) => section.code);
  return `${code.join('\n\n')}\n`;
}

/** Pixels in which a search by LSDB would not know what to do are searched for by all of the rows. */
function lsdbSections(
  { region, columns }: CatalogRequest,
  parts: PythonParts,
  place: PythonPlace,
): Section[] {
  const { imports, path } = fsspecPath(place);
  const search =
    region.kind === 'cone' && region.radius < 90
      ? `lsdb.ConeSearch(${region.ra}, ${region.dec}, ${region.radius * 3600})`
      : region.kind === 'box'
        ? `lsdb.BoxSearch(ra=(${region.ra[0]}, ${region.ra[1]}), dec=(${region.dec[0]}, ${region.dec[1]}))`
        : undefined;
  const byRows = parts.inside !== undefined && search === undefined;
  const open = [
    'catalogue = lsdb.open_catalog(',
    `    ${path},`,
    `    columns=${byRows || search !== undefined ? withPosition(columns, parts) : 'columns'},`,
    ...(parts.condition === 'condition = None' ? [] : ['    filters=condition,']),
    ...(search === undefined ? [] : [`    search_filter=${search},`]),
    ')',
    ...(byRows
      ? [`catalogue = catalogue.map_partitions(lambda part: part[${insideOf(parts, 'part')}])`]
      : []),
    'catalogue',
  ];
  return [
    {
      words: 'What is asked for.',
      code: [
        ...sorted([
          ...['import lsdb', 'import pyarrow.compute as pc', ...imports],
          ...(byRows ? ['import numpy as np', ...parts.imports] : []),
        ]),
        '',
        parts.columns,
        parts.condition,
        ...(byRows ? ['', parts.inside ?? ''] : []),
      ].join('\n'),
    },
    { words: 'Opens the catalogue; no rows are read yet.', code: open.join('\n') },
    {
      words: 'Reads the rows. Before it, `dask.distributed.Client(…)` connects to a cluster.',
      code: 'rows = catalogue.compute()\nrows = rows[columns]\nrows',
    },
  ];
}

function arrowSections(
  { columns, dataset }: CatalogRequest,
  parts: PythonParts,
  { kind }: PythonCatalog,
  place: PythonPlace,
): Section[] {
  const { imports, store, path } = arrowStore(place);
  const name = pythonText(`${dataset.part}_\\d+\\.parquet`).replaceAll('\\\\', '\\');
  const source =
    kind === 'pixel-files'
      ? [
          'files = [',
          `    found.path for found in store.get_file_info(fs.FileSelector(${path}))`,
          `    if re.fullmatch(r${name}, found.base_name)`,
          ']',
          'catalogue = ds.dataset(files, filesystem=store, format="parquet")',
        ]
      : [
          `catalogue = ds.dataset(${path}, filesystem=store, format="parquet"${kind === 'hive' ? ', partitioning="hive"' : ''})`,
        ];
  return [
    {
      words: 'What is asked for.',
      code: [
        ...sorted([
          ...[
            'import pandas as pd',
            'import pyarrow.compute as pc',
            'import pyarrow.dataset as ds',
          ],
          ...(kind === 'pixel-files' ? ['import re'] : []),
          ...(parts.inside === undefined ? [] : ['import numpy as np']),
          ...[...imports, ...parts.imports],
        ]),
        '',
        parts.columns,
        parts.condition,
        ...(parts.inside === undefined ? [] : ['', parts.inside]),
      ].join('\n'),
    },
    {
      words: 'Opens the data set; no rows are read yet.',
      code: [`store = ${store}`, ...source].join('\n'),
    },
    {
      words: 'Reads the rows of files and row groups that may have some.',
      code: [
        'def read(part, **options):',
        `    rows = part.to_table(columns=${withPosition(columns, parts)}, filter=condition, **options)`,
        '    rows = rows.to_pandas(types_mapper=pd.ArrowDtype)',
        ...(parts.inside === undefined ? [] : [`    rows = rows[${insideOf(parts, 'rows')}]`]),
        '    return rows[columns]',
        '',
        '',
        'rows = read(catalogue)',
        'rows',
      ].join('\n'),
    },
  ];
}

function tableSections(
  { columns, dataset }: CatalogRequest,
  parts: PythonParts,
  place: PythonPlace,
): Section[] {
  const { imports, path } = fsspecPath(place);
  const number = /^\d+$/.test(dataset.part) ? Number(dataset.part) : undefined;
  const name =
    place.kind === 's3' ? place.key : place.kind === 'local' ? place.path : place.address;
  const isFits = /\.(?:fits?|fit|fts)(?:\.(?:gz|bz2|Z))?$/i.test(name);
  const isText = /\.(?:csv|ecsv)$/i.test(name);
  const which = number === undefined ? '' : isFits ? `, hdu=${number}` : `, table_id=${number}`;
  const format = isFits
    ? 'fits'
    : /\.ecsv$/i.test(name)
      ? 'ascii.ecsv'
      : isText
        ? 'ascii.csv'
        : 'votable';
  const opened = place.kind === 'local' ? path : 'opened';
  const read = `table = Table.read(${opened}, format="${format}"${isText ? '' : which})`;
  return [
    {
      words: 'What is asked for.',
      code: [
        ...sorted([
          ...['import numpy as np', 'import pandas as pd', 'import pyarrow as pa'],
          ...['import pyarrow.compute as pc', 'import pyarrow.dataset as ds'],
          ...['from astropy.table import Table', ...imports, ...parts.imports],
        ]),
        '',
        parts.columns,
        parts.condition,
        ...(parts.inside === undefined ? [] : ['', parts.inside]),
      ].join('\n'),
    },
    {
      words: 'Reads the table.',
      code: [
        ...(place.kind === 'local'
          ? [read]
          : [`with ${path}.open("rb") as opened:`, `    ${read}`]),
        'table.convert_bytestring_to_unicode()',
        '',
        '',
        'def arrow(column):',
        '    """With what is missing as nulls, and NaN as NaN."""',
        '    values = np.ma.asarray(column)',
        '    data = values.data.astype(values.dtype.newbyteorder("="))',
        '    data = data if data.ndim == 1 and data.dtype.kind not in "USO" else data.tolist()',
        '    array = pa.array(data)',
        '    mask = np.ma.getmaskarray(values)',
        '    return pc.if_else(pa.array(mask), None, array) if mask.ndim == 1 and mask.any() else array',
        '',
        '',
        'catalogue = ds.dataset(pa.table({name: arrow(table[name]) for name in table.colnames}))',
      ].join('\n'),
    },
    {
      words: 'Chooses its rows.',
      code: [
        `rows = catalogue.to_table(columns=${withPosition(columns, parts)}, filter=condition)`,
        'rows = rows.to_pandas(types_mapper=pd.ArrowDtype)',
        ...(parts.inside === undefined ? [] : [`rows = rows[${insideOf(parts, 'rows')}]`]),
        'rows = rows[columns]',
        'rows',
      ].join('\n'),
    },
  ];
}

/** The columns with those of position, which the region is tested by. */
function withPosition(columns: readonly string[], { position }: PythonParts): string {
  const more = position
    ? [position.ra, position.dec].filter((name) => !columns.includes(name))
    : [];
  return more.length === 0 ? 'columns' : `[*columns, ${more.map(pythonText).join(', ')}]`;
}

function insideOf({ position }: PythonParts, of: string): string {
  const [ra, dec] = [position?.ra ?? '', position?.dec ?? ''].map(
    (name) => `${of}[${pythonText(name)}].to_numpy(float, na_value=np.nan)`,
  );
  return `inside(${ra}, ${dec})`;
}

/** Each once, as isort has them. */
function sorted(imports: readonly string[]): string[] {
  const key = (line: string): string => `${line.startsWith('from') ? 1 : 0}${line.toLowerCase()}`;
  return [...new Set(imports)].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
