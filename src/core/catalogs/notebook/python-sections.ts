import { pixelColumns } from '../../engines/sql/pixel-sql';
import { expressionColumn } from '../../engines/sql/column';
import type { DatasetColumn } from '../../engines/sql/request-sql';
import { SkybucketError } from '../../errors';
import { readFilter } from '../filter/row-filter';
import { queryRegion } from '../query/query-region';
import { regionTest } from '../region/region';
import { regionOf } from '../request/region-of';
import type { CatalogRequest } from '../request/request';
import { filterPython } from './filter-python';
import { pythonList, pythonNumber, pythonText } from './python-words';
import { regionPython } from './region-python';

/** What of a data set Python has to know. */
export interface PythonCatalog {
  readonly kind: 'hive' | 'hats' | 'pixel-files' | 'files' | 'table';
  readonly label: string;
  readonly columns: readonly DatasetColumn[];
}

/** A piece of Python, with words about it. */
export interface Section {
  readonly words: string;
  readonly code: string;
}

/** The parts of a request that are the same for every library. */
export interface PythonParts {
  readonly imports: readonly string[];
  /** `def inside(ra, dec)`; undefined where every place will do. */
  readonly inside: string | undefined;
  readonly position: { readonly ra: string; readonly dec: string } | undefined;
  /** `columns = […]` */
  readonly columns: string;
  /** `condition = …`, of pyarrow; only what it can use to leave out files and rows. */
  readonly condition: string;
}

/** @throws SkybucketError for what cannot be written; ExpressionError of a filter that makes no sense */
export function pythonParts(request: CatalogRequest, catalog: PythonCatalog): PythonParts {
  const { region: spec, position, filter } = request;
  const everywhere = spec.kind === 'everywhere';
  if (!everywhere && position === undefined) {
    throw new SkybucketError('format', 'The columns of position are not known.', {
      hint: 'Choose them beside the region.',
    });
  }
  const region = everywhere ? undefined : regionPython(spec);
  const conditions =
    filter.trim() === ''
      ? []
      : [filterPython(readFilter(filter, catalog.columns.map(expressionColumn)), catalog.columns)];
  const prune: Pruning =
    everywhere || position === undefined
      ? { lines: [], conditions: [] }
      : pruning(request, catalog, position.dec);
  const all = [...conditions, ...prune.conditions];
  return {
    imports: region?.imports ?? [],
    inside: region?.code,
    position: everywhere ? undefined : position,
    columns: `columns = ${pythonList(request.columns.map(pythonText))}`,
    condition: [...prune.lines, conditionText(all)].join('\n'),
  };
}

function conditionText(all: readonly string[]): string {
  if (all.length === 0) {
    return 'condition = None';
  }
  return all.length === 1
    ? `condition = ${all[0]}`
    : `condition = (\n    ${all.map((one) => `(${one})`).join('\n    & ')}\n)`;
}

interface Pruning {
  readonly lines: readonly string[];
  readonly conditions: readonly string[];
}

/** Folders by the pixels that the region touches, row groups by declination. What is left is tested row by row. */
function pruning({ region: spec }: CatalogRequest, catalog: PythonCatalog, dec: string): Pruning {
  const region = regionOf(spec);
  const test = regionTest(region);
  const lines: string[] = [];
  const conditions: string[] = [];
  const columns = pixelColumns(catalog.columns).filter(({ inFolders }) => inFolders);
  for (const { name, order } of columns) {
    const { bounds } = test.cover(Math.min(order, 10));
    const scale = 4 ** Math.max(0, order - 10);
    const items: string[] = [];
    for (let k = 0; k < bounds.length; k += 2) {
      const [from, to] = [(bounds[k] as number) * scale, (bounds[k + 1] as number) * scale];
      items.push(to - from === 1 ? String(from) : `*range(${from}, ${to})`);
    }
    lines.push(
      `# The HEALPix pixels (order ${order}, nested) that the region touches.`,
      `pixels_${order} = ${pythonList(items)}`,
    );
    conditions.push(`pc.field(${pythonText(name)}).isin(pixels_${order})`);
  }
  const bounds = queryRegion(region)?.dec;
  if (bounds !== undefined && (bounds[0] > -90 || bounds[1] < 90)) {
    const [south, north] = bounds.map((bound) => pythonNumber(Number(bound.toFixed(6))));
    conditions.push(
      `(pc.field(${pythonText(dec)}) >= ${south}) & (pc.field(${pythonText(dec)}) <= ${north})`,
    );
  }
  return { lines, conditions };
}
