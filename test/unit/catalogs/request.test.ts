import { describe, expect, it } from 'vitest';
import { readRegion } from '../../../src/core/catalogs/request/read-region';
import { readRequest, requestKey } from '../../../src/core/catalogs/request/read-request';
import { squareDegrees } from '../../../src/core/catalogs/request/region-area';
import { regionOf } from '../../../src/core/catalogs/request/region-of';
import type { CatalogRequest, RegionSpec } from '../../../src/core/catalogs/request/request';

const REQUEST: CatalogRequest = {
  dataset: { uri: 'skybucket://public/bucket/set/', part: '' },
  columns: ['a', 'b'],
  filter: 'a > 1',
  region: { kind: 'box', ra: [350, 10], dec: [-1, 1] },
  position: { ra: 'ra', dec: 'dec' },
};

describe('a request that was kept', () => {
  it('is read as it was, without what does not belong there', () => {
    expect(readRequest(JSON.parse(JSON.stringify(REQUEST)))).toEqual(REQUEST);
    const more = { ...REQUEST, secret: 1, region: { ...REQUEST.region, more: 2 } };
    expect(readRequest(more)).toEqual(REQUEST);
    expect(readRequest({ ...REQUEST, position: null, columns: ['a', 'a'] })).toMatchObject({
      ...{ position: undefined, columns: ['a'] },
    });
  });

  it('is refused in one sentence where it is none', () => {
    const wrong: unknown[] = [
      ...[undefined, null, 3, [], {}],
      ...[
        { ...REQUEST, columns: 'a' },
        { ...REQUEST, columns: [1] },
      ],
      { ...REQUEST, filter: 'a'.repeat(100_000) },
      ...[
        { ...REQUEST, region: {} },
        { ...REQUEST, region: { kind: 'cone', ra: 'x' } },
      ],
      { ...REQUEST, region: { kind: 'polygon', corners: [[1]] } },
      { ...REQUEST, dataset: { uri: 'no address', part: '' } },
    ];
    for (const value of wrong) {
      expect(() => readRequest(value)).toThrow(expect.objectContaining({ code: 'format' }));
    }
    let deep: unknown = { kind: 'everywhere' };
    for (let i = 0; i < 100; i++) {
      deep = { kind: 'union', parts: [deep] };
    }
    expect(() => readRegion(deep)).toThrow(expect.objectContaining({ code: 'format' }));
    const many = { kind: 'union', parts: new Array(1e5).fill({ kind: 'everywhere' }) };
    expect(() => readRegion(many)).toThrow(expect.objectContaining({ code: 'too-large' }));
  });

  it('has a key that is the same for the same request only', () => {
    expect(requestKey({ ...REQUEST, filter: ' a > 1 ' })).toBe(requestKey(REQUEST));
    const others: CatalogRequest[] = [
      { ...REQUEST, columns: ['b', 'a'] },
      { ...REQUEST, position: undefined },
      { ...REQUEST, dataset: { ...REQUEST.dataset, part: 'x' } },
      { ...REQUEST, region: { kind: 'everywhere' } },
    ];
    expect(new Set([REQUEST, ...others].map(requestKey)).size).toBe(5);
  });
});

describe('how much of the sky a region is', () => {
  const area = (spec: RegionSpec): number => squareDegrees(regionOf(spec));
  const SKY = 41252.96124941928;
  const cone = (ra: number, dec: number, radius: number): RegionSpec => ({
    ...{ kind: 'cone', ra, dec, radius },
  });

  it('is exact for cones, boxes, polygons and coverage maps', () => {
    expect(area({ kind: 'everywhere' })).toBeCloseTo(SKY, 6);
    // 2π (1 − cos r) steradians.
    expect(area(cone(10, 20, 1))).toBeCloseTo(3.141513, 5);
    expect(area(cone(10, 20, 90))).toBeCloseTo(SKY / 2, 6);
    expect(area(cone(10, 20, 1e-6))).toBeCloseTo(Math.PI * 1e-12, 20);
    expect(area({ kind: 'box', ra: [350, 10], dec: [-30, 30] })).toBeCloseTo(SKY / 36, 6);
    expect(area({ kind: 'box', ra: [0, 360], dec: [-90, 90] })).toBeCloseTo(SKY, 6);
    // An octant, over the pole and across 0.
    const corners = [
      [350, 0],
      [80, 0],
      [0, 90],
    ] as const;
    expect(area({ kind: 'polygon', corners, larger: false })).toBeCloseTo(SKY / 8, 6);
    const turned = [...corners].reverse();
    expect(area({ kind: 'polygon', corners: turned, larger: false })).toBeCloseTo(SKY / 8, 6);
    expect(area({ kind: 'polygon', corners, larger: true })).toBeCloseTo((SKY * 7) / 8, 6);
    expect(area({ kind: 'moc', text: '1/0-3 2/17', name: '' })).toBeCloseTo(
      SKY * (4 / 48 + 1 / 192),
      6,
    );
  });

  it('counts what regions have in common once', () => {
    const one = area(cone(10, 20, 1));
    const same = area({ kind: 'union', parts: [cone(10, 20, 1), cone(10, 20, 1)] });
    const apart = area({ kind: 'union', parts: [cone(10, 20, 1), cone(50, -20, 1)] });
    expect(same / one).toBeGreaterThan(0.998);
    expect(same / one).toBeLessThan(1.002);
    expect(apart / one).toBeGreaterThan(1.996);
    expect(apart / one).toBeLessThan(2.004);
  });

  it('says of a region that is none why', () => {
    expect(() => area({ kind: 'moc', text: 'x', name: '' })).toThrow(/coverage map/);
    expect(() => area({ kind: 'box', ra: [0, 1], dec: [2, 1] })).toThrow(/south to north/);
    expect(() => area({ kind: 'polygon', corners: [[0, 0]], larger: false })).toThrow(/three/);
  });
});
