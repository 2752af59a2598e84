import type { CatalogRequest } from '../request/request';
import { pythonSections } from './catalog-python';
import type { PythonPlace } from './python-place';
import type { PythonCatalog, Section } from './python-sections';
import { wordsOf } from './region-python';

/**
 * A Jupyter notebook (nbformat 4.5) that continues the work: by LSDB for HATS, by Dask over pyarrow for other Parquet,
 * by astropy for other tables.
 *
 * @throws SkybucketError for what cannot be written; ExpressionError of a filter that makes no sense
 */
export function catalogNotebook(
  request: CatalogRequest,
  catalog: PythonCatalog,
  place: PythonPlace,
): string {
  const sections = pythonSections(request, catalog, place);
  const cells = [
    markdown(introduction(request, catalog)),
    ...sections.flatMap(cellsOf),
    ...(catalog.kind === 'hive' || catalog.kind === 'pixel-files' || catalog.kind === 'files'
      ? cellsOf(DASK)
      : []),
  ].map((cell, k) => ({ ...cell, id: `cell-${k}` }));
  const notebook = {
    cells,
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

/** The same rows, each file by itself on the workers of a cluster. */
const DASK: Section = {
  words:
    'The same with Dask, a file at a time; `dask.distributed.Client(…)` before it connects to a cluster.',
  code: [
    'import dask.dataframe as dd',
    '',
    '',
    'def read_fragment(k):',
    '    return read(fragments[k], schema=catalogue.schema)',
    '',
    '',
    'fragments = list(catalogue.get_fragments(filter=condition))',
    'meta = read(ds.dataset(catalogue.schema.empty_table()))',
    'parts = dd.from_map(read_fragment, range(len(fragments)), meta=meta) if fragments else dd.from_pandas(meta)',
    'parts',
  ].join('\n'),
};

interface Cell {
  readonly cell_type: 'markdown' | 'code';
  readonly metadata: Readonly<Record<string, never>>;
  readonly source: readonly string[];
  readonly execution_count?: null;
  readonly outputs?: readonly never[];
}

function cellsOf({ words, code }: Section): Cell[] {
  return [
    markdown(words),
    { cell_type: 'code', metadata: {}, execution_count: null, outputs: [], source: linesOf(code) },
  ];
}

function markdown(text: string): Cell {
  return { cell_type: 'markdown', metadata: {}, source: linesOf(text) };
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  return lines.map((line, k) => (k === lines.length - 1 ? line : `${line}\n`));
}

const PACKAGES: Readonly<Record<PythonCatalog['kind'], string>> = {
  hats: 'lsdb',
  hive: '"dask[dataframe]" pyarrow pandas',
  files: '"dask[dataframe]" pyarrow pandas',
  'pixel-files': '"dask[dataframe]" pyarrow pandas',
  table: 'astropy pyarrow pandas universal_pathlib s3fs',
};

function introduction({ filter, region }: CatalogRequest, { label, kind }: PythonCatalog): string {
  const asked = filter.trim() === '' ? 'Every row' : `Rows with ${code(filter)}`;
  return [
    `# Rows of ${code(label)}`,
    '',
    `${asked} in ${wordsOf(region)}. Written by Skybucket; needs \`pip install ${PACKAGES[kind]}\`.`,
  ].join('\n');
}

/** Names and filters are shown as they are, whatever Markdown would make of them. */
function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const fence = '`'.repeat(
    1 + Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)),
  );
  return `${fence} ${line} ${fence}`;
}
