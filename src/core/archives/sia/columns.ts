import type { VoField } from '../../votable/document';

/** The column names of ObsCore 1.1 that are looked at, each with the end of its utype. */
const UTYPES = {
  dataproduct_type: 'ObsDataset.dataProductType',
  calib_level: 'ObsDataset.calibLevel',
  obs_collection: 'DataID.Collection',
  obs_id: 'DataID.observationID',
  obs_title: 'DataID.Title',
  obs_publisher_did: 'Curation.PublisherDID',
  access_url: 'Access.Reference',
  access_format: 'Access.Format',
  access_estsize: 'Access.Size',
  target_name: 'Target.Name',
  s_ra: 'Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C1',
  s_dec: 'Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C2',
  s_fov: 'Char.SpatialAxis.Coverage.Bounds.Extent.diameter',
  s_region: 'Char.SpatialAxis.Coverage.Support.Area',
  t_min: 'Char.TimeAxis.Coverage.Bounds.Limits.StartTime',
  t_max: 'Char.TimeAxis.Coverage.Bounds.Limits.StopTime',
  em_min: 'Char.SpectralAxis.Coverage.Bounds.Limits.LoLimit',
  em_max: 'Char.SpectralAxis.Coverage.Bounds.Limits.HiLimit',
  facility_name: 'Provenance.ObsConfig.Facility.name',
  instrument_name: 'Provenance.ObsConfig.Instrument.name',
} as const;

/** IRSA's own columns beside those of ObsCore. */
const OWN = ['dataproduct_subtype', 'energy_bandpassname', 'cloud_access'] as const;

export type ObsCoreName = keyof typeof UTYPES | (typeof OWN)[number];

/** The column of an answer that holds each of the above, by its position. */
export type ObsCoreColumns = Readonly<Partial<Record<ObsCoreName, number>>>;

/** Finds columns by name, else by ID, else by utype; their order says nothing. */
export function obsCoreColumns(fields: readonly VoField[]): ObsCoreColumns {
  const found: Partial<Record<ObsCoreName, number>> = {};
  for (const name of [...Object.keys(UTYPES), ...OWN] as ObsCoreName[]) {
    const index = columnOf(fields, name);
    if (index !== undefined) {
      found[name] = index;
    }
  }
  return found;
}

function columnOf(fields: readonly VoField[], name: ObsCoreName): number | undefined {
  const utype = (UTYPES as Partial<Record<ObsCoreName, string>>)[name]?.toLowerCase();
  const ways: readonly ((field: VoField) => boolean)[] = [
    (field) => field.name.toLowerCase() === name,
    (field) => field.id?.toLowerCase() === name,
    // `obscore:Access.Reference`; the prefix is the writer's to choose.
    (field) => utype !== undefined && field.utype?.toLowerCase().replace(/^\w+:/, '') === utype,
  ];
  for (const way of ways) {
    const index = fields.findIndex(way);
    if (index >= 0) {
      return index;
    }
  }
  return undefined;
}
