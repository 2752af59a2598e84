import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import file from '../../../src/core/archives/datasets.json';
import schema from '../../../src/core/archives/datasets.schema.json';
import { archives, datasets, readDatasets } from '../../../src/core/archives/registry';
import { SkybucketError } from '../../../src/core/errors';
import { isBucketName, isRegionName } from '../../../src/core/s3/names';

describe('the public datasets', () => {
  it('agree with the schema', () => {
    const validate = new Ajv({ allErrors: true, strict: true }).compile(schema);
    validate(file);
    expect(validate.errors).toBeNull();
  });

  it('are all there, with names our own code takes', () => {
    expect(datasets()).toHaveLength(73);
    expect(new Set(datasets().map(({ id }) => id)).size).toBe(73);
    expect(
      datasets().every(({ bucket, region }) => isBucketName(bucket) && isRegionName(region)),
    ).toBe(true);
  });

  it('come grouped by archive, the great ones first', () => {
    expect(archives().map(({ name, datasets: { length } }) => [name, length])).toEqual([
      ['MAST', 13],
      ['IRSA', 16],
      ['HEASARC', 31],
      ['LAMBDA', 4],
      ['CSIRO/ATNF', 1],
      ['LOFAR', 1],
      ['MWA', 1],
      ['NASA', 2],
      ['NASA/ESA', 1],
      ['OVRO-LWA', 1],
      ['PDS SBN', 1],
      ['SARAO', 1],
    ]);
    expect(archives()[0]?.datasets[0]).toMatchObject({
      id: 'mast-jwst',
      bucket: 'stpubdata',
      region: 'us-east-1',
      prefix: 'jwst/public/',
    });
  });

  it('have folders as prefixes', () => {
    const catalog = datasets().find(({ id }) => id === 'mast-ps1-hats-otmo');
    expect(catalog).toMatchObject({
      prefix: 'panstarrs/ps1/public/hats/otmo/',
      parquet: { format: 'hats' },
    });
  });

  it('have titles that differ within an archive', () => {
    const names = datasets().map(({ archive, title }) => `${archive}: ${title}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('hold nothing that speaks of how the list was made', () => {
    expect(JSON.stringify(file)).not.toMatch(/UNVERIFIED|commit |\.yaml/);
  });
});

describe('a list with a fault', () => {
  const [good] = file.datasets;
  it.each([
    ['datasets', {}],
    ['wrong form', { datasets: ['x'] }],
    ['wrong title', { datasets: [{ ...good, title: 7 }] }],
    ['wrong listing', { datasets: [{ ...good, listing: 'UNVERIFIED' }] }],
    ['wrong anonymous', { datasets: [{ ...good, anonymous: 'yes' }] }],
    ['wrong prefix', { datasets: [{ ...good, prefix: 'no/slash' }] }],
    ['2 of the list has a wrong id', { datasets: [good, good] }],
  ])('is refused with a sentence naming the %s', (part, value) => {
    expect(() => readDatasets(value)).toThrow(SkybucketError);
    expect(() => readDatasets(value)).toThrow(part);
  });
});
