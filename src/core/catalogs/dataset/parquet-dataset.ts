import { angleUnitOf } from '../../markers/angle-units';
import { isNumeric } from '../../table/element-type';
import type { Column } from '../../table/table';
import type { DatasetFolder, FolderOptions } from '../layout/dataset-folder';
import type { Layout } from '../layout/layout';
import { readDatasetSchema } from '../query/dataset-schema';
import { planQuery, type FilePlan, type PlanOptions } from '../query/plan';
import type { DatasetSchema } from '../query/query';
import { runQuery } from '../query/run';
import type { Dataset, DatasetPlan, DatasetQuery, PlanFigures, PositionColumns } from './dataset';
import { defaultColumns } from './default-columns';
import { guessPosition } from './guess-position';

/** A folder whose files are closed all at once. */
export interface ClosableFolder extends DatasetFolder {
  /** The same folder with files of its own. */
  again(): ClosableFolder;
  close(): Promise<void>;
}

/** Files of Parquet, whatever their layout is. */
export class ParquetDataset implements Dataset {
  readonly label: string;
  readonly about: string;
  readonly kind: Layout['kind'];
  readonly columns: readonly Column[];
  readonly inFolders: ReadonlySet<string>;
  readonly position: PositionColumns | undefined;
  readonly defaultColumns: readonly string[];
  readonly rows: number | undefined;
  readonly warnings: readonly string[];

  constructor(
    private readonly folder: ClosableFolder,
    private readonly layout: Layout,
    private readonly schema: DatasetSchema,
  ) {
    this.label = folder.label;
    this.about = layout.about;
    this.kind = layout.kind;
    this.columns = schema.columns;
    this.inFolders = schema.inFolders;
    this.position = positionOf(layout, schema.columns);
    this.defaultColumns = defaultColumns(schema.columns, layout.defaultColumns, this.position);
    this.rows = layout.rows ?? schema.rows;
    this.warnings = [...layout.warnings, ...(schema.warnings ?? [])];
  }

  /** @throws SkybucketError see `readDatasetSchema`. */
  static async open(
    folder: ClosableFolder,
    layout: Layout,
    options: FolderOptions,
  ): Promise<ParquetDataset> {
    const own = folder.again();
    try {
      return new ParquetDataset(folder, layout, await readDatasetSchema(own, layout, options));
    } finally {
      void own.close();
    }
  }

  async plan(query: DatasetQuery, options: PlanOptions): Promise<DatasetPlan> {
    const { layout, schema } = this;
    const folder = this.folder.again();
    const position = query.position ?? this.position;
    try {
      const plan = await planQuery({ ...query, position, folder, layout, schema }, options);
      return {
        ...plan,
        files: plan.files.length,
        pixels: pixelsOf(plan.files),
        run: (result, given) => runQuery(plan, result, given),
        close: () => folder.close(),
      };
    } catch (error) {
      void folder.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.folder.close();
  }
}

/** In files of Parquet a position is a number of degrees in every row. */
function positionOf(layout: Layout, columns: readonly Column[]): PositionColumns | undefined {
  const said = layout.position;
  const has = (name: string): boolean => columns.some((column) => column.name === name);
  if (said !== undefined && has(said.ra) && has(said.dec)) {
    return said;
  }
  return guessPosition(
    columns.filter((column) => {
      const unit = column.unit?.trim() ?? '';
      return isNumeric(column) && (unit === '' || angleUnitOf(unit)?.degrees === 1);
    }),
  );
}

function pixelsOf(files: readonly FilePlan[]): PlanFigures['pixels'] {
  const pixels = new Set<string>();
  let deepest = 0;
  for (const { partition } of files) {
    if (partition.pixel === undefined) {
      return undefined;
    }
    const { order, pixel } = partition.pixel;
    deepest = Math.max(deepest, order);
    pixels.add(`${order}/${pixel}`);
  }
  return files.length === 0 ? undefined : { order: deepest, count: pixels.size };
}
