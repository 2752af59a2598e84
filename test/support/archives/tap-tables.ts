import { numbersFrom } from './geometry';
import type { SiaRow } from './sia';
import type { VoColumn, VoRow } from './votable';

/** The tables that the made-up TAP service has, itself among them. */

export interface TapTable {
  readonly name: string;
  readonly schema: string;
  readonly description: string;
  readonly columns: readonly VoColumn[];
  rows(): readonly VoRow[];
}

const text = (name: string, description: string): VoColumn => ({
  ...{ name, datatype: 'char', description },
});

/** Sources around the place of the reference search, made up. */
const sources: TapTable = {
  ...{ name: 'fp_psc', schema: 'fp_2mass', description: '2MASS All-Sky Point Source Catalog' },
  columns: [
    {
      ...{ name: 'ra', datatype: 'double', unit: 'deg', ucd: 'pos.eq.ra;meta.main' },
      description: 'right ascension (J2000)',
    },
    {
      ...{ name: 'dec', datatype: 'double', unit: 'deg', ucd: 'pos.eq.dec;meta.main' },
      description: 'declination (J2000)',
    },
    text('designation', 'name of the source'),
    ...(['j', 'h', 'k'] as const).map((band): VoColumn => ({
      ...{
        name: `${band}_m`,
        datatype: 'float',
        unit: 'mag',
        ucd: `phot.mag;em.IR.${band.toUpperCase()}`,
      },
      description: `magnitude in ${band.toUpperCase()}`,
    })),
    { name: 'pts_key', datatype: 'long', description: 'number of the source' },
  ],
  rows: () => {
    const next = numbersFrom(3);
    return Array.from({ length: 500 }, (_, index) => {
      const [ra, dec] = [149.81 + 0.4 * next(), 2 + 0.4 * next()];
      const j = 10 + 7 * Math.sqrt(next());
      return {
        ...{ ra: Number(ra.toFixed(6)), dec: Number(dec.toFixed(6)) },
        designation: `made up ${index + 1}`,
        j_m: Number(j.toFixed(3)),
        h_m: Number((j - 0.4).toFixed(3)),
        k_m: index % 9 === 0 ? null : Number((j - 0.5).toFixed(3)),
        pts_key: 1_000_000_000 + index,
      };
    });
  },
};

/** All tables; those of CAOM are made of the images. */
export function makeTables(images: readonly SiaRow[]): readonly TapTable[] {
  const collections = [...new Set(images.map((row) => String(row['obs_collection'])))].sort();
  const tables: TapTable[] = [
    sources,
    {
      ...{ name: 'caom.observation', schema: 'caom', description: 'observations' },
      columns: [text('collection', 'collection'), text('obsid', 'number of the observation')],
      rows: () => collections.map((collection, obsid) => ({ collection, obsid: String(obsid) })),
    },
    {
      ...{ name: 'caom.plane', schema: 'caom', description: 'planes of observations' },
      columns: [
        text('obsid', 'number of the observation'),
        text('dataproducttype', 'image, cube, spectrum'),
      ],
      rows: () =>
        collections.map((_, obsid) => ({ obsid: String(obsid), dataproducttype: 'image' })),
    },
  ];
  return [...tables, ...describing(tables)];
}

/** TAP_SCHEMA, which describes all tables and itself. */
function describing(others: readonly TapTable[]): TapTable[] {
  const all = (): TapTable[] => [...others, ...own];
  const own: TapTable[] = [
    {
      ...{ name: 'TAP_SCHEMA.schemas', schema: 'TAP_SCHEMA', description: 'schemas' },
      columns: ['schema_name', 'description', 'utype'].map((name) => text(name, name)),
      rows: () =>
        [...new Set(all().map(({ schema }) => schema))].map((schema) => ({
          ...{ schema_name: schema, description: `tables of ${schema}`, utype: null },
        })),
    },
    {
      ...{ name: 'TAP_SCHEMA.tables', schema: 'TAP_SCHEMA', description: 'tables' },
      columns: ['schema_name', 'table_name', 'table_type', 'description', 'utype'].map((name) =>
        text(name, name),
      ),
      rows: () =>
        all().map(({ schema, name, description }) => ({
          ...{
            schema_name: schema,
            table_name: name,
            table_type: 'table',
            description,
            utype: null,
          },
        })),
    },
    {
      ...{ name: 'TAP_SCHEMA.columns', schema: 'TAP_SCHEMA', description: 'columns' },
      columns: [
        ...['table_name', 'column_name', 'datatype', 'arraysize', 'unit', 'ucd', 'description'].map(
          (name) => text(name, name),
        ),
        { name: 'indexed', datatype: 'int' },
        { name: 'principal', datatype: 'int' },
        { name: 'column_index', datatype: 'int' },
      ],
      rows: () =>
        all().flatMap(({ name, columns }) =>
          columns.map((column, index) => ({
            ...{ table_name: name, column_name: column.name, datatype: column.datatype },
            arraysize: column.datatype === 'char' ? '*' : null,
            ...{ unit: column.unit ?? null, ucd: column.ucd ?? null },
            description: column.description ?? null,
            ...{ indexed: index < 2 ? 1 : 0, principal: 1, column_index: index },
          })),
        ),
    },
  ];
  return own;
}
